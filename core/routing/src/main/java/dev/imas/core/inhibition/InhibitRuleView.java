package dev.imas.core.inhibition;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.imas.core.http.Versioned;
import dev.imas.core.silence.SilenceWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An inhibit rule as the API shows it.
 *
 * @param patience how long a target that comes first waits for a source
 * @param hidesNow alerts that it hides now or has wait, counted up to {@link
 *     InhibitRuleRepository#MOST_COUNTED}
 * @param hidInAll how often an alert began to be hidden by it, or to wait
 */
record InhibitRuleView(
    UUID id,
    String name,
    List<String> sourceMatchers,
    List<String> targetMatchers,
    List<String> equal,
    @JsonProperty("wait") Duration patience,
    boolean isActive,
    long hidesNow,
    long hidInAll,
    int version,
    Instant createdAt,
    Instant updatedAt,
    List<SilenceWarning> warnings)
    implements Versioned {

  InhibitRuleView {
    sourceMatchers = List.copyOf(sourceMatchers);
    targetMatchers = List.copyOf(targetMatchers);
    equal = List.copyOf(equal);
    warnings = List.copyOf(warnings);
  }

  static List<SilenceWarning> warnings(List<String> equal) {
    return equal.isEmpty()
        ? List.of(
            new SilenceWarning(
                SilenceWarning.Kind.EQUAL_TO_ALL,
                "without labels in equal, one source mutes all targets of the tenant; name those"
                    + " that both have, such as cluster"))
        : List.of();
  }

  /** As the audit keeps it. */
  record Audited(
      String name,
      List<String> sourceMatchers,
      List<String> targetMatchers,
      List<String> equal,
      @JsonProperty("wait") Duration patience,
      boolean isActive,
      int version) {}

  Audited audited() {
    return new Audited(name, sourceMatchers, targetMatchers, equal, patience, isActive, version);
  }
}
