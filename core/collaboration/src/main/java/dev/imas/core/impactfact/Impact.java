package dev.imas.core.impactfact;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From when until when customers were hit. Pure.
 *
 * @param startedAt may be before the incident was opened; null: not said
 * @param endedAt null: not said
 */
record Impact(@Nullable Instant startedAt, @Nullable Instant endedAt) {

  static final String STARTED = "impact_started_at";
  static final String ENDED = "impact_ended_at";

  static final Impact NOT_SAID = new Impact(null, null);

  /** How long it took; null while an end of it is not said. */
  @Nullable Long seconds() {
    return startedAt == null || endedAt == null
        ? null
        : Duration.between(startedAt, endedAt).toSeconds();
  }

  /** What cannot be, by the pointers of a request; empty if it can be. */
  Map<String, List<String>> faults(Instant now) {
    Map<String, List<String>> faults = new LinkedHashMap<>();
    future(faults, STARTED, startedAt, now);
    future(faults, ENDED, endedAt, now);
    if (endedAt != null && startedAt == null) {
      faults.putIfAbsent(
          "/" + STARTED, List.of("/" + STARTED + ": is missing; say when the impact began, too"));
    }
    if (startedAt != null && endedAt != null && endedAt.isBefore(startedAt)) {
      faults.putIfAbsent(
          "/" + ENDED,
          List.of(
              "/"
                  + ENDED
                  + ": must not be before "
                  + STARTED
                  + ", which is "
                  + startedAt
                  + "; send a later time"));
    }
    return faults;
  }

  private static void future(
      Map<String, List<String>> faults, String member, @Nullable Instant at, Instant now) {
    if (at != null && at.isAfter(now)) {
      faults.put(
          "/" + member, List.of("/" + member + ": is in the future; send a time that has been"));
    }
  }

  /** For people. */
  String text() {
    if (startedAt == null) {
      return "nothing";
    }
    return startedAt + (endedAt == null ? " (it goes on)" : " – " + endedAt);
  }
}
