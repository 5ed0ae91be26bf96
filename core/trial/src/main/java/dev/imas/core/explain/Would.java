package dev.imas.core.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.paging.WouldPage;
import dev.imas.core.suppression.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would become of an alert that was tried.
 *
 * @param why in words for people
 * @param incident that it would join, reopen or end in; null for none or a new one
 * @param hiddenBy what would hide it
 * @param pages whom a new incident would call; null where none would be opened
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Would(
    Outcome outcome,
    String why,
    @Nullable InIncident incident,
    List<HiddenBy> hiddenBy,
    WouldPage.@Nullable Pages pages) {

  enum Outcome {
    OPENED,
    JOINED,
    REOPENED,
    DEDUPLICATED,
    RESOLVED,
    STALE,
    DROPPED,
    HIDDEN;

    @JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param by the fingerprint of an alert that inhibits it
   * @param outside true if it is because a time interval is not in force
   * @param name of a time interval
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HiddenBy(
      Reason.Kind kind,
      @Nullable UUID id,
      @Nullable Integer version,
      @Nullable Instant until,
      @Nullable String by,
      @Nullable Boolean outside,
      @Nullable String name) {

    static HiddenBy of(Reason reason) {
      UUID by = reason.by();
      return new HiddenBy(
          reason.kind(),
          reason.id(),
          reason.version(),
          reason.until(),
          by == null ? null : Fingerprint.of(by).toString(),
          reason.outside(),
          reason.name());
    }
  }

  record InIncident(UUID id, String shortId, String status) {}

  static Would of(Outcome outcome, String why, @Nullable InIncident incident) {
    return new Would(outcome, why, incident, List.of(), null);
  }

  Would calling(WouldPage.Pages called) {
    return new Would(outcome, why, incident, hiddenBy, called);
  }
}
