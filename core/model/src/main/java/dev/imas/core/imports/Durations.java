package dev.imas.core.imports;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1h30m}. */
final class Durations {

  private static final Pattern ALL =
      Pattern.compile(
          "(?:\\d{1,9}y)?(?:\\d{1,9}w)?(?:\\d{1,9}d)?(?:\\d{1,9}h)?(?:\\d{1,9}m)?(?:\\d{1,9}s)?"
              + "(?:\\d{1,9}ms)?");
  private static final Pattern ONE = Pattern.compile("(\\d{1,9})(ms|[ywdhms])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "y", Duration.ofDays(365),
          "w", Duration.ofDays(7),
          "d", Duration.ofDays(1),
          "h", Duration.ofHours(1),
          "m", Duration.ofMinutes(1),
          "s", Duration.ofSeconds(1),
          "ms", Duration.ofMillis(1));

  private Durations() {}

  static Optional<Duration> read(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (text.isEmpty() || !ALL.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher one = ONE.matcher(text);
    while (one.find()) {
      Duration unit = UNITS.getOrDefault(one.group(2), Duration.ZERO);
      sum = sum.plus(unit.multipliedBy(Long.parseLong(one.group(1))));
    }
    return Optional.of(sum);
  }
}
