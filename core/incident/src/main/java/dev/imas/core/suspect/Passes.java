package dev.imas.core.suspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the suspects of an incident are worked out: soon, and again as more becomes known. Pure. */
final class Passes {

  private static final List<Duration> AFTER =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(60));

  private Passes() {}

  /** The next pass after this moment; null if there is none. Passes that were missed are one. */
  static @Nullable Instant next(Instant openedAt, Instant now) {
    return AFTER.stream()
        .map(openedAt::plus)
        .filter(at -> at.isAfter(now))
        .findFirst()
        .orElse(null);
  }
}
