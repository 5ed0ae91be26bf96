package dev.imas.core.storm;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Which storm holds an incident, for whoever explains why nobody is told of it. */
public final class HoldingStormRepository {

  /**
   * @param id of the umbrella
   */
  public record Holding(UUID id, String shortId, Instant since) {

    /** For people. */
    public String words() {
      return "Held by the storm " + shortId + " since " + since + ", so it pages nobody";
    }
  }

  private static final String OF =
      """
      SELECT u.id, u.short_id, c.held_at
        FROM storm_child c
        JOIN storm s ON s.tenant_id = c.tenant_id AND s.umbrella_id = c.umbrella_id
        JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
       WHERE c.incident_id = $1 AND c.released_at IS NULL AND s.closed_at IS NULL AND i.status <> 'RESOLVED'\
      """;

  /** Only on a virtual thread. */
  public Optional<Holding> of(Tx tx, UUID incident) {
    return tx.connection().preparedQuery(OF).execute(tuple(incident)).await().stream()
        .findFirst()
        .map(
            row ->
                new Holding(row.getUUID("id"), row.getString("short_id"), instant(row, "held_at")));
  }
}
