package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reason why an alert is not seen as burning. An alert can have several.
 *
 * @param id what hides it, where that has an id
 */
public record HiddenBy(Kind kind, @Nullable UUID id) {

  /** Whatever begins to hide alerts gets a constant here, and its condition in {@link #of}. */
  public enum Kind {
    /** The sender or a rule says so: its status is SUPPRESSED. */
    SUPPRESSED,

    /** It fires, but its incident was resolved, which reopens if the alert fires on. */
    INCIDENT_RESOLVED;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same as a condition of rows {@code a} of alerts and {@code i} of their incidents. */
  static final String IS_HIDDEN =
      "(a.status = status_suppressed() OR (a.status = status_firing() AND i.status IS NOT"
          + " DISTINCT FROM 'RESOLVED'))";

  /**
   * @param incident the alert's incident, and its status; null if it has none
   */
  static List<HiddenBy> of(
      AlertView.Status status, @Nullable UUID incident, @Nullable String incidentStatus) {
    List<HiddenBy> reasons = new ArrayList<>();
    if (status == AlertView.Status.SUPPRESSED) {
      reasons.add(new HiddenBy(Kind.SUPPRESSED, null));
    }
    if (status == AlertView.Status.FIRING && "RESOLVED".equals(incidentStatus)) {
      reasons.add(new HiddenBy(Kind.INCIDENT_RESOLVED, incident));
    }
    return List.copyOf(reasons);
  }
}
