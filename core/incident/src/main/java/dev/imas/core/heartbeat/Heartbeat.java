package dev.imas.core.heartbeat;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat as core has locked it: its settings, what was heard of it, and what was made of that.
 *
 * @param matchers of the alerts that are beats
 * @param sourceId whose alerts are beats; null: those of any source
 * @param leastPerHour of a source: it counts as silent only after an hour with so many alerts
 * @param stored how it fared when core looked last
 * @param incidentId the incident that was opened last
 */
record Heartbeat(
    UUID id,
    String name,
    UUID serviceId,
    Severity severity,
    BeatsBy by,
    List<String> matchers,
    @Nullable UUID sourceId,
    @Nullable String sourceName,
    int leastPerHour,
    Pulse pulse,
    HeartbeatState stored,
    @Nullable String runId,
    @Nullable UUID incidentId) {

  Heartbeat {
    matchers = List.copyOf(matchers);
  }

  /** The same with a later beat, if it is one. */
  Heartbeat heard(@Nullable Instant beatAt) {
    Instant before = pulse.beatAt();
    if (beatAt == null || (before != null && !beatAt.isAfter(before))) {
      return this;
    }
    return beaten(beatAt);
  }

  /** The same, waiting for a first beat again. */
  Heartbeat waiting() {
    return beaten(null);
  }

  /** The same, without times that a clock has written that was set back since. */
  Heartbeat believed(Instant now) {
    return with(pulse.believed(now));
  }

  private Heartbeat beaten(@Nullable Instant beatAt) {
    return with(
        new Pulse(
            pulse.isActive(),
            pulse.every(),
            pulse.grace(),
            pulse.watchedSince(),
            beatAt,
            pulse.failedAt(),
            pulse.silentAfter()));
  }

  private Heartbeat with(Pulse heard) {
    return new Heartbeat(
        id,
        name,
        serviceId,
        severity,
        by,
        matchers,
        sourceId,
        sourceName,
        leastPerHour,
        heard,
        stored,
        runId,
        incidentId);
  }
}
