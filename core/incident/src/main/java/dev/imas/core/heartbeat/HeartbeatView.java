package dev.imas.core.heartbeat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat, as it is shown.
 *
 * @param interval the longest time between two beats, as an ISO 8601 duration
 * @param since when the state began, as far as core has found it
 * @param nextDueAt null: none is waited for
 * @param silentAt when it counts as silent without a beat; null: none is waited for
 * @param keyHint the end of its key; null: it has none
 * @param incident the open one; null: there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record HeartbeatView(
    UUID id,
    String name,
    Named service,
    Severity severity,
    String beatsBy,
    String interval,
    String grace,
    List<String> matchers,
    @Nullable Named source,
    int leastPerHour,
    boolean isActive,
    String state,
    Instant since,
    @Nullable Instant lastBeatAt,
    @Nullable Instant nextDueAt,
    @Nullable Instant silentAt,
    @Nullable LastRun lastRun,
    long pings,
    @Nullable String keyHint,
    @Nullable OpenIncident incident,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** Its settings, without what beats change, and as the audit keeps them. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("service", service.id());
    settings.put("severity", severity);
    settings.put("beats_by", beatsBy);
    settings.put("interval", interval);
    settings.put("grace", grace);
    settings.put("matchers", matchers);
    if (source != null) {
      settings.put("source", source.id());
    }
    settings.put("least_per_hour", leastPerHour);
    settings.put("is_active", isActive);
    return settings;
  }

  record Named(UUID id, String name) {}

  /**
   * What pings have said of the last run.
   *
   * @param id as the sender names it; null: it did not
   * @param startedAt null: no start was told
   * @param seconds how long it took; null: nobody said so
   */
  record LastRun(
      @Nullable String id,
      @Nullable Instant startedAt,
      @Nullable Instant failedAt,
      @Nullable Double seconds) {}

  record OpenIncident(UUID id, String shortId) {}
}
