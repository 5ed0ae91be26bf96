package dev.imas.core.storm;

import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes storms that have begun, and what becomes of the incidents that they hold. */
final class HeldRepository {

  private static final String LOCK =
      "SELECT umbrella_id FROM storm WHERE umbrella_id = ANY ($1) ORDER BY umbrella_id FOR UPDATE";

  // What is opened in a storm is held, but for the few that are more severe than all before.
  static final String LOOK =
      """
      SELECT s.umbrella_id, s.calm_since, s.ended_at IS NOT NULL AS is_ended,
             h.recent, h.held, h.open, h.worst
        FROM storm s
       CROSS JOIN LATERAL (
             SELECT count(*)::integer AS held, count(*) FILTER (WHERE c.held_at > $2)::integer AS recent,
                    count(*) FILTER (WHERE c.released_at IS NULL AND i.status <> 'RESOLVED')::integer AS open,
                    min(i.severity) FILTER (WHERE c.released_at IS NULL AND i.status <> 'RESOLVED')::integer AS worst
               FROM storm_child c JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
              WHERE c.tenant_id = s.tenant_id AND c.umbrella_id = s.umbrella_id) AS h
       WHERE s.umbrella_id = ANY ($1) AND s.closed_at IS NULL\
      """;

  /**
   * Waits for whoever adds a child, and keeps others from it until the end of the transaction,
   * which must have locked the umbrellas.
   */
  Future<Void> lock(Tx tx, Collection<UUID> umbrellas) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute(tuple((Object) umbrellas.toArray(UUID[]::new)))
        .mapEmpty();
  }

  /**
   * Those of these storms that are not closed, by umbrella. The transaction must have locked them.
   */
  Map<UUID, StormLook> look(Tx tx, Collection<UUID> umbrellas, Instant since) {
    UUID[] ids = umbrellas.toArray(UUID[]::new);
    Map<UUID, StormLook> looks = new HashMap<>();
    for (Row row : tx.connection().preparedQuery(LOOK).execute(tuple(ids, time(since))).await()) {
      looks.put(
          row.getUUID("umbrella_id"),
          new StormLook(
              instantOrNull(row, "calm_since"),
              row.getBoolean("is_ended"),
              row.getInteger("recent"),
              row.getInteger("held"),
              row.getInteger("open"),
              severity(row.getInteger("worst"))));
    }
    return looks;
  }

  private static @Nullable Severity severity(@Nullable Integer number) {
    return number == null ? null : Severity.of(number);
  }

  private static final String KEEP =
      """
      UPDATE storm SET calm_since = $2, ended_at = CASE WHEN $3 THEN $4 ELSE ended_at END
       WHERE umbrella_id = $1\
      """;

  void keep(Tx tx, UUID umbrella, @Nullable Instant calmSince, boolean ends, Instant now) {
    tx.connection()
        .preparedQuery(KEEP)
        .execute(tuple(umbrella, timeOrNull(calmSince), ends, time(now)))
        .await();
  }

  private static final String CLOSE =
      """
      UPDATE storm SET closed_at = $2, ended_at = coalesce(ended_at, $2)
       WHERE umbrella_id = ANY ($1) AND closed_at IS NULL\
      """;

  /** Their umbrellas are over. Waits for whoever adds a child. */
  Future<Void> close(Tx tx, Collection<UUID> umbrellas, Instant now) {
    UUID[] ids = umbrellas.toArray(UUID[]::new);
    return lock(tx, umbrellas)
        .compose(locked -> tx.connection().preparedQuery(CLOSE).execute(tuple(ids, time(now))))
        .mapEmpty();
  }

  private static final String RESOLVE_CHILDREN =
      "UPDATE storm SET resolves_by = $2, resolves_as = $3 WHERE umbrella_id = $1";

  /** When it is closed, its children are resolved, not released. */
  void resolveChildren(Tx tx, UUID umbrella, String by, String note) {
    tx.connection().preparedQuery(RESOLVE_CHILDREN).execute(tuple(umbrella, by, note)).await();
  }

  private static final String ASK =
      """
      UPDATE storm_child c SET asked_by = $2
        FROM incident i
       WHERE c.umbrella_id = $1 AND c.released_at IS NULL AND ($3::uuid[] IS NULL OR c.incident_id = ANY ($3))
         AND i.tenant_id = c.tenant_id AND i.id = c.incident_id AND i.status <> 'RESOLVED'\
      """;

  /**
   * Somebody wants them released.
   *
   * @param incidents null: all
   * @return how many of them are open and held
   */
  int ask(Tx tx, UUID umbrella, String by, @Nullable List<UUID> incidents) {
    return tx.connection()
        .preparedQuery(ASK)
        .execute(tuple(umbrella, by, incidents == null ? null : incidents.toArray(UUID[]::new)))
        .await()
        .rowCount();
  }

  /**
   * A child that waits for its release.
   *
   * @param by whoever wants it; null: its storm is closed
   * @param resolvesBy whoever wants it resolved; null: people are told of it
   * @param toldBefore whether somebody was called to it already, or its escalation is under way
   */
  record Waiting(
      UUID incident,
      String umbrella,
      @Nullable String by,
      @Nullable String resolvesBy,
      String resolvesAs,
      boolean toldBefore) {}

  private static final String WAIT =
      """
        FROM storm s
        JOIN storm_child c ON c.tenant_id = s.tenant_id AND c.umbrella_id = s.umbrella_id
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
       WHERE c.released_at IS NULL AND (c.asked_by IS NOT NULL OR s.closed_at IS NOT NULL) AND i.status <> 'RESOLVED'
      """;

  static final String NEXT =
      "SELECT i.id"
          + WAIT
          + """
             AND s.umbrella_id = $1
             AND NOT EXISTS (SELECT FROM incident_hidden h WHERE h.tenant_id = i.tenant_id AND h.incident_id = i.id)
           ORDER BY i.severity, i.id
           LIMIT $2\
          """;

  /** The next that are to be released, severe ones first, without those that are hidden. */
  List<UUID> next(Tx tx, UUID umbrella, int most) {
    List<UUID> next = new ArrayList<>();
    tx.connection()
        .preparedQuery(NEXT)
        .execute(tuple(umbrella, most))
        .await()
        .forEach(row -> next.add(row.getUUID("id")));
    return next;
  }

  static final String WAITING =
      """
      SELECT i.id, u.short_id, c.asked_by, CASE WHEN s.closed_at IS NOT NULL THEN s.resolves_by END AS resolves_by,
             coalesce(s.resolves_as, '') AS resolves_as,
             called_at(i.id) IS NOT NULL
               OR EXISTS (SELECT FROM escalation_run r
                           WHERE r.tenant_id = i.tenant_id AND r.incident_id = i.id AND r.state = 'running') AS told
      """
          + WAIT.replaceFirst(
              "FROM storm s",
              "FROM storm s JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id")
          + " AND c.incident_id = ANY ($1) AND i.id = ANY ($1)";

  /** Those of these that still wait, now that they are locked. */
  Map<UUID, Waiting> waiting(Tx tx, Collection<UUID> incidents) {
    Map<UUID, Waiting> waiting = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(WAITING)
            .execute(tuple((Object) incidents.toArray(UUID[]::new)))
            .await()) {
      waiting.put(
          row.getUUID("id"),
          new Waiting(
              row.getUUID("id"),
              row.getString("short_id"),
              row.getString("asked_by"),
              row.getString("resolves_by"),
              row.getString("resolves_as"),
              row.getBoolean("told")));
    }
    return waiting;
  }

  private static final String RELEASE =
      """
      UPDATE storm_child c SET released_at = $2, released_by = coalesce(s.resolves_by, c.asked_by, $3)
        FROM storm s
       WHERE c.incident_id = ANY ($1) AND c.released_at IS NULL
         AND s.tenant_id = c.tenant_id AND s.umbrella_id = c.umbrella_id\
      """;

  void release(Tx tx, Collection<UUID> incidents, String otherwiseBy, Instant now) {
    tx.connection()
        .preparedQuery(RELEASE)
        .execute(tuple(incidents.toArray(UUID[]::new), time(now), otherwiseBy))
        .await();
  }

  private static final String LEFT =
      "SELECT DISTINCT s.umbrella_id AS id" + WAIT + " AND s.umbrella_id = ANY ($1)";

  /** Those of these storms with children that still wait for their release. */
  Set<UUID> left(Tx tx, Collection<UUID> umbrellas) {
    Set<UUID> left = new HashSet<>();
    tx.connection()
        .preparedQuery(LEFT)
        .execute(tuple((Object) umbrellas.toArray(UUID[]::new)))
        .await()
        .forEach(row -> left.add(row.getUUID("id")));
    return left;
  }
}
