package dev.imas.core.hiding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why an alert is hidden. It names versions, so that the decision can be explained later, whatever
 * has changed since.
 *
 * @param id of the silence or the inhibit rule
 * @param version of it, when it was decided
 * @param until when it ends by itself; null for an inhibition, which ends with its sources
 * @param key of an inhibition or a wait: the values of the equal labels
 * @param by of an inhibition: the alert that inhibits, one if there are many
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Reason(
    Kind kind,
    UUID id,
    int version,
    @Nullable Instant until,
    @Nullable UUID key,
    @Nullable UUID by) {

  public enum Kind {
    SILENCE,
    /** A silence that is made for planned work. */
    MAINTENANCE,
    INHIBITION,
    /** It waits for an alert that would inhibit it. */
    WAITING;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Reason of(Silence silence) {
    Kind kind = silence.work() == null ? Kind.SILENCE : Kind.MAINTENANCE;
    return new Reason(kind, silence.id(), silence.version(), silence.endsAt(), null, null);
  }

  static Reason inhibitedBy(UUID source, HidingTable.Side side) {
    InhibitRule rule = side.rule();
    return new Reason(Kind.INHIBITION, rule.id(), rule.version(), null, side.key(), source);
  }

  static Reason waiting(HidingTable.Side side, Instant until) {
    InhibitRule rule = side.rule();
    return new Reason(Kind.WAITING, rule.id(), rule.version(), until, side.key(), null);
  }
}
