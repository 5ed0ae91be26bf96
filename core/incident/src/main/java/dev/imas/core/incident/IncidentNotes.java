package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds notes to the timelines of incidents that a caller knows by their ids alone. */
public final class IncidentNotes {

  private final IncidentRepository incidents;
  private final IncidentWriter writer;

  public IncidentNotes(IncidentRepository incidents, IncidentWriter writer) {
    this.incidents = incidents;
    this.writer = writer;
  }

  /** Locks the incidents. Runs on a virtual thread. */
  public void add(
      Tx tx, List<UUID> ids, String by, String text, Map<String, Object> facts, Instant at) {
    writer
        .apply(
            tx,
            incidents.lock(tx, ids).await().stream()
                .map(
                    incident ->
                        IncidentChange.of(incident)
                            .then(incident.note(TimelineType.NOTE, by, text, facts, at)))
                .toList())
        .await();
  }
}
