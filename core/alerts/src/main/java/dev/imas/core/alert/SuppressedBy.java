package dev.imas.core.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Json;
import dev.imas.core.suppression.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reason why an alert is not seen as burning. An alert can have several.
 *
 * @param id what hides it, where that has an id
 * @param version of a silence, an inhibit rule or a time interval, when it was decided
 * @param until when it ends by itself, where that is known
 * @param by the fingerprint of an alert that inhibits it
 * @param name of a time interval or a rule, when it was decided
 * @param outside true if it is hidden because a time interval is not in force
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SuppressedBy(
    Kind kind,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID id,
    @Nullable Integer version,
    @Nullable Instant until,
    @Nullable String by,
    @Nullable Boolean outside,
    @Nullable String name) {

  /** Whatever begins to hide alerts gets a constant here, and its condition in {@link #of}. */
  public enum Kind {
    /** The sender or a rule says so: its status is SUPPRESSED. */
    SUPPRESSED,

    /** It fires, but its incident was resolved, which reopens if the alert fires on. */
    INCIDENT_RESOLVED,

    /** A silence matches it. */
    SILENCE,

    /** Work is being done on it, as planned: a silence that a maintenance window has made. */
    MAINTENANCE,

    /** An alert fires that inhibits it. */
    INHIBITION,

    /** It is new, and waits a moment for an alert that would inhibit it. */
    WAITING,

    /** Its rule tells of it at other times. */
    TIME,

    /** Its rule keeps it without opening an incident. */
    RECORDED;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Kind of(Reason.Kind kind) {
      return switch (kind) {
        case SILENCE -> SILENCE;
        case MAINTENANCE -> MAINTENANCE;
        case TIME -> TIME;
        case INHIBITION -> INHIBITION;
        case WAITING -> WAITING;
        case RECORDED -> RECORDED;
      };
    }
  }

  private static final TypeReference<List<Reason>> REASONS = new TypeReference<>() {};

  /** The same as a condition of rows {@code a} of alerts and {@code i} of their incidents. */
  static final String IS_HIDDEN =
      "(a.status = status_suppressed() OR (a.status = status_firing() AND (i.status IS NOT DISTINCT"
          + " FROM 'RESOLVED' OR a.fingerprint IN (SELECT h.fingerprint FROM hidden_alert h))))";

  /** What core has decided of rows {@code a} of alerts, as JSON; null if nothing hides it. */
  static final String REASONS_OF =
      "(SELECT h.reasons FROM hidden_alert h WHERE h.fingerprint = a.fingerprint)";

  /**
   * @param incident the alert's incident, and its status; null if it has none
   * @param reasons as {@link #REASONS_OF} reads them
   */
  static List<SuppressedBy> of(
      AlertView.Status status,
      @Nullable UUID incident,
      @Nullable String incidentStatus,
      @Nullable String reasons) {
    List<SuppressedBy> all = new ArrayList<>();
    if (status == AlertView.Status.SUPPRESSED) {
      all.add(new SuppressedBy(Kind.SUPPRESSED, null, null, null, null, null, null));
    }
    if (status == AlertView.Status.FIRING && "RESOLVED".equals(incidentStatus)) {
      all.add(new SuppressedBy(Kind.INCIDENT_RESOLVED, incident, null, null, null, null, null));
    }
    if (status == AlertView.Status.FIRING && reasons != null) {
      Json.read(reasons, REASONS).forEach(reason -> all.add(of(reason)));
    }
    return List.copyOf(all);
  }

  /** What core has decided, or would decide. */
  public static SuppressedBy of(Reason reason) {
    UUID by = reason.by();
    return new SuppressedBy(
        Kind.of(reason.kind()),
        reason.id(),
        reason.version(),
        reason.until(),
        by == null ? null : Fingerprint.of(by).toString(),
        reason.outside(),
        reason.name());
  }
}
