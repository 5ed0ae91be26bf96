package dev.imas.core.load;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations in the form of IMAS's settings: {@code 500ms}, {@code 10s}, {@code 5m}. */
final class TimeSpan implements ITypeConverter<Duration> {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

  @Override
  public Duration convert(String value) {
    Matcher text = TEXT.matcher(value.strip());
    if (!text.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a duration such as 500ms, 10s, 5m or 1h");
    }
    long number = Long.parseLong(text.group(1));
    return switch (text.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    return millis / 1_000 + "s";
  }
}
