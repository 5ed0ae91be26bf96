package dev.imas.core.flapping;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes which incidents came back, and from when on they flap. */
public final class FlappingRepository {

  /**
   * @param version 1 of the usual one, which is not stored
   */
  record Stored(FlappingPolicy policy, int version) {}

  private static final String POLICY =
      "SELECT is_active, returns, within_seconds, hold_down_seconds, version FROM flapping_policy";

  Future<Stored> stored(Tx tx) {
    return tx.connection().preparedQuery(POLICY).execute().map(FlappingRepository::stored);
  }

  /** The tenant's. */
  public Future<FlappingPolicy> policy(Tx tx) {
    return stored(tx).map(Stored::policy);
  }

  private static Stored stored(RowSet<Row> rows) {
    for (Row row : rows) {
      return new Stored(
          new FlappingPolicy(
              row.getBoolean("is_active"),
              row.getInteger("returns"),
              Duration.ofSeconds(row.getInteger("within_seconds")),
              Duration.ofSeconds(row.getInteger("hold_down_seconds"))),
          row.getInteger("version"));
    }
    return new Stored(FlappingPolicy.USUAL, 1);
  }

  private static final String WRITE_POLICY =
      """
      INSERT INTO flapping_policy (tenant_id, is_active, returns, within_seconds, hold_down_seconds, version)
      VALUES (current_tenant(), $1, $2, $3, $4, $5 + 1)
      ON CONFLICT (tenant_id) DO UPDATE
         SET is_active = excluded.is_active, returns = excluded.returns, within_seconds = excluded.within_seconds,
             hold_down_seconds = excluded.hold_down_seconds, version = excluded.version, updated_at = now()
       WHERE flapping_policy.version = $5\
      """;

  /**
   * @param version that it must still have
   * @return whether it had
   */
  Future<Boolean> write(Tx tx, FlappingPolicy policy, int version) {
    return tx.connection()
        .preparedQuery(WRITE_POLICY)
        .execute(
            tuple(
                policy.isActive(),
                policy.returns(),
                (int) policy.within().toSeconds(),
                (int) policy.holdDown().toSeconds(),
                version))
        .map(rows -> rows.rowCount() > 0);
  }

  private static final String OF_INCIDENTS =
      "SELECT incident_id, returns, since FROM incident_flapping WHERE incident_id = ANY ($1)";

  /** The transaction must have locked these incidents. */
  public Future<FlappingState> load(Tx tx, Collection<UUID> incidents) {
    if (incidents.isEmpty()) {
      return Future.succeededFuture(FlappingState.OFF);
    }
    Future<FlappingPolicy> policy = policy(tx);
    Future<Map<UUID, Flapping>> known = of(tx, incidents);
    return Future.join(policy, known)
        .map(both -> new FlappingState(policy.result(), known.result()));
  }

  Future<Map<UUID, Flapping>> of(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(OF_INCIDENTS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Flapping> known = new HashMap<>();
              rows.forEach(row -> known.put(row.getUUID("incident_id"), flapping(row)));
              return known;
            });
  }

  private static Flapping flapping(Row row) {
    return new Flapping(
        Arrays.stream(row.getArrayOfOffsetDateTimes("returns"))
            .map(OffsetDateTime::toInstant)
            .toList(),
        instantOrNull(row, "since"));
  }

  private static final String SAVE =
      """
      INSERT INTO incident_flapping (tenant_id, incident_id, returns, since, until)
      SELECT (SELECT current_tenant()), n.incident_id, n.returns::timestamptz[], n.since, n.until
        FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS n(incident_id, returns, since, until)
      ON CONFLICT (tenant_id, incident_id) DO UPDATE
         SET returns = excluded.returns, since = excluded.since, until = excluded.until\
      """;

  /** The transaction must have locked these incidents. */
  public Future<Void> save(Tx tx, List<FlappingChange> changes, Instant now) {
    if (changes.isEmpty()) {
      return Future.succeededFuture();
    }
    return tx.connection()
        .preparedQuery(SAVE)
        .execute(
            tuple(
                column(changes, FlappingChange::incident, UUID[]::new),
                column(changes, change -> array(change.after().returns()), String[]::new),
                column(
                    changes, change -> timeOrNull(change.after().since()), OffsetDateTime[]::new),
                column(changes, change -> until(change, now), OffsetDateTime[]::new)))
        .mapEmpty();
  }

  private static @Nullable OffsetDateTime until(FlappingChange change, Instant now) {
    Duration held = change.holdDown();
    return held == null ? null : time(now.plus(held));
  }

  /** As PostgreSQL writes an array: an array of arrays cannot be unnested by its rows. */
  private static String array(List<Instant> times) {
    return times.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
