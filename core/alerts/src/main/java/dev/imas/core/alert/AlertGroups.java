package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts in groups.
 *
 * @param by what they are grouped by
 * @param groups those with the most severe firing alerts first
 * @param others all further groups together
 */
record AlertGroups(List<String> by, List<Group> groups, Others others) {

  AlertGroups {
    by = List.copyOf(by);
    groups = List.copyOf(groups);
  }

  /**
   * @param hidden how many something hides
   * @param firingBySeverity for all severities
   * @param oldest when the oldest present episode of a firing one began; null if none fires
   * @param newest the same of the newest
   */
  record Tally(
      long total,
      long firing,
      long resolved,
      long suppressed,
      long hidden,
      Map<Severity, Long> firingBySeverity,
      @Nullable Instant oldest,
      @Nullable Instant newest) {

    static final Tally NONE =
        new Tally(
            0,
            0,
            0,
            0,
            0,
            Map.of(
                Severity.SEV1_CRITICAL,
                0L,
                Severity.SEV2_HIGH,
                0L,
                Severity.SEV3_MEDIUM,
                0L,
                Severity.SEV4_LOW,
                0L),
            null,
            null);
  }

  /**
   * @param values one for each member of {@code by}; null for alerts without one
   */
  record Group(List<@Nullable String> values, @JsonUnwrapped Tally tally) {}

  /**
   * @param groups how many groups
   */
  record Others(long groups, @JsonUnwrapped Tally tally) {}
}
