package dev.imas.core.suppression;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.times.NamedTimes;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert is hidden. It names versions, so that the decision can be explained later, whatever
 * has changed since.
 *
 * @param id of the silence, the inhibit rule or the time interval; null of a rule
 * @param version of it, when it was decided; null alike
 * @param until when it ends by itself; null for an inhibition, which ends with its sources, and for
 *     a rule, whose word counts until the alert has recovered
 * @param key of an inhibition or a wait: the values of the equal labels
 * @param by of an inhibition: the alert that inhibits, one if there are many
 * @param outside of a time interval: true if it is hidden because that interval is not in force
 * @param name of a time interval or a rule, when it was decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reason(
    Kind kind,
    @Nullable UUID id,
    @Nullable Integer version,
    @Nullable Instant until,
    @Nullable UUID key,
    @Nullable UUID by,
    @Nullable Boolean outside,
    @Nullable String name) {

  /** In the order in which reasons are shown. */
  public enum Kind {
    /** A silence that is made for planned work. */
    MAINTENANCE,
    INHIBITION,
    /** It waits for an alert that would inhibit it. */
    WAITING,
    /** Its rule tells of it at other times. */
    TIME,
    SILENCE,
    /** Its rule keeps it without opening an incident. */
    RECORDED;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Reason of(Silence silence) {
    Kind kind = silence.work() == null ? Kind.SILENCE : Kind.MAINTENANCE;
    return new Reason(
        kind, silence.id(), silence.version(), silence.endsAt(), null, null, null, null);
  }

  static Reason inhibitedBy(UUID source, SuppressionTable.Side side) {
    InhibitRule rule = side.rule();
    return new Reason(
        Kind.INHIBITION, rule.id(), rule.version(), null, side.key(), source, null, null);
  }

  static Reason waiting(SuppressionTable.Side side, Instant until) {
    InhibitRule rule = side.rule();
    return new Reason(Kind.WAITING, rule.id(), rule.version(), until, side.key(), null, null, null);
  }

  static Reason recordedBy(String rule) {
    return new Reason(Kind.RECORDED, null, null, null, null, null, null, rule);
  }

  static Reason during(NamedTimes times, Instant until) {
    return new Reason(
        Kind.TIME, times.id(), times.version(), until, null, null, null, times.name());
  }

  static Reason outside(NamedTimes times, Instant until) {
    return new Reason(
        Kind.TIME, times.id(), times.version(), until, null, null, true, times.name());
  }
}
