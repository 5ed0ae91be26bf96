package dev.imas.core.statuspage;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.Uptime.Measured;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores how components are measured, and reads what was found. On a virtual thread. */
final class UptimeRepository {

  private static final String COUNT = "SELECT count(*) FROM status_probe WHERE component_id <> $1";

  /** How many components are measured, besides this one. */
  int countOthers(Tx tx, UUID component) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(component))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }

  // What was found is of the probe as it was. The result of one under way is dropped by its
  // version.
  private static final String SET =
      """
      INSERT INTO status_probe AS p (tenant_id, component_id, url, every_s, timeout_s, expected_status, due_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)
      ON CONFLICT (tenant_id, component_id) DO UPDATE
         SET url = excluded.url, every_s = excluded.every_s, timeout_s = excluded.timeout_s,
             expected_status = excluded.expected_status, due_at = excluded.due_at, version = p.version + 1,
             outcome = NULL, tried_at = NULL, took_ms = NULL, reason = NULL
       WHERE (p.url, p.every_s, p.timeout_s, p.expected_status)
             IS DISTINCT FROM (excluded.url, excluded.every_s, excluded.timeout_s, excluded.expected_status)\
      """;

  private static final String REMOVE = "DELETE FROM status_probe WHERE component_id = $1";

  /**
   * @param probe null for none
   * @param now when it is asked first
   */
  void set(Tx tx, UUID component, @Nullable StatusProbe probe, Instant now) {
    if (probe == null) {
      tx.connection().preparedQuery(REMOVE).execute(tuple(component)).await();
      return;
    }
    tx.connection()
        .preparedQuery(SET)
        .execute(
            tuple(
                component,
                probe.url(),
                probe.everySeconds(),
                probe.timeoutSeconds(),
                probe.expectedStatus(),
                time(now)))
        .await();
  }

  /**
   * What the last probe of a component found.
   *
   * @param outcome up, down, or unknown if it was not asked; null if none was tried yet
   * @param tookMs with looking up the name
   * @param reason why it was not up
   */
  record Last(
      UUID component,
      String name,
      @Nullable String outcome,
      @Nullable Instant at,
      @Nullable Integer tookMs,
      @Nullable String reason) {}

  private static final String LAST =
      """
      SELECT p.component_id, c.name, p.outcome, p.tried_at, p.took_ms, p.reason
        FROM status_probe p
        JOIN status_component c ON c.tenant_id = p.tenant_id AND c.id = p.component_id
       ORDER BY lower(c.name)\
      """;

  /** Of all that are measured, by name. */
  List<Last> last(Tx tx) {
    List<Last> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(LAST).execute().await()) {
      found.add(
          new Last(
              row.getUUID("component_id"),
              row.getString("name"),
              row.getString("outcome"),
              instantOrNull(row, "tried_at"),
              row.getInteger("took_ms"),
              row.getString("reason")));
    }
    return found;
  }

  private static final String SINCE =
      """
      SELECT p.component_id, u.day, u.up_ms, u.down_ms
        FROM status_probe p
        LEFT JOIN status_uptime u ON u.tenant_id = p.tenant_id AND u.component_id = p.component_id AND u.day >= $1\
      """;

  /** Of each component that is measured, what was found from that day on. */
  Map<UUID, Map<LocalDate, Measured>> since(Tx tx, LocalDate first) {
    Map<UUID, Map<LocalDate, Measured>> found = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(SINCE).execute(tuple(first)).await()) {
      Map<LocalDate, Measured> days =
          found.computeIfAbsent(row.getUUID("component_id"), fresh -> new HashMap<>());
      LocalDate day = row.getLocalDate("day");
      if (day != null) {
        days.put(day, new Measured(row.getInteger("up_ms"), row.getInteger("down_ms")));
      }
    }
    return found;
  }

  private static final String FORGET = "DELETE FROM status_uptime WHERE day < $1";

  /** Forgets the days before that one. */
  void forget(Tx tx, LocalDate first) {
    tx.connection().preparedQuery(FORGET).execute(tuple(first)).await();
  }
}
