package dev.imas.core.impactfact;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.incident.Author;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what was said of impacts. Rows are added and never changed. On a virtual thread. */
final class ImpactFactRepository {

  /** How often what is said of one can be changed. */
  static final int MOST = 200;

  /** What was said at some time. */
  record Said(
      int version,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long durationSeconds,
      String setBy,
      @Nullable UUID setById,
      Instant setAt) {

    Impact impact() {
      return new Impact(startedAt, endedAt);
    }
  }

  private static final String READ =
      """
      SELECT version, started_at, ended_at, set_by, set_by_id, set_at
        FROM incident_impact WHERE incident_id = $1 ORDER BY version DESC LIMIT $2\
      """;

  /** The newest first. */
  List<Said> read(Tx tx, UUID incident, int most) {
    List<Said> said = new ArrayList<>();
    tx.connection()
        .preparedQuery(READ)
        .execute(tuple(incident, most))
        .await()
        .forEach(
            row -> {
              Impact impact =
                  new Impact(instantOrNull(row, "started_at"), instantOrNull(row, "ended_at"));
              said.add(
                  new Said(
                      row.getInteger("version"),
                      impact.startedAt(),
                      impact.endedAt(),
                      impact.seconds(),
                      row.getString("set_by"),
                      row.getUUID("set_by_id"),
                      instant(row, "set_at")));
            });
    return said;
  }

  private static final String INSERT =
      """
      INSERT INTO incident_impact (tenant_id, incident_id, version, started_at, ended_at, set_by, set_by_id, set_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7)\
      """;

  void insert(Tx tx, UUID incident, int version, Impact impact, Author by, Instant at) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                incident,
                version,
                timeOrNull(impact.startedAt()),
                timeOrNull(impact.endedAt()),
                by.name(),
                by.id(),
                time(at)))
        .await();
  }
}
