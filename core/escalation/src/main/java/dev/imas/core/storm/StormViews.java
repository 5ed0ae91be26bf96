package dev.imas.core.storm;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads storms and the incidents that they hold, as people see them. */
final class StormViews {

  record Team(UUID id, @Nullable String name) {}

  record Policy(UUID id, String name) {}

  /**
   * @param all how many incidents it ever held
   * @param open how many of them are open
   * @param held how many of those it still holds
   */
  record Children(int all, int open, int held) {}

  /** Where a storm stands. */
  enum State {
    /** New incidents of the team are held. */
    RUNNING,
    /** It holds what is left. */
    ENDED,
    /** Its umbrella is resolved. */
    CLOSED;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A storm, under the id of its umbrella.
   *
   * @param escalationPolicy which its incidents follow; null for none, or one that is gone
   * @param mostSevereTold the most severe of which people were told in it
   */
  record StormView(
      UUID id,
      String shortId,
      String title,
      IncidentStatus status,
      Severity severity,
      Team team,
      @Nullable Policy escalationPolicy,
      String state,
      int threshold,
      Severity mostSevereTold,
      Instant beganAt,
      @Nullable Instant endedAt,
      @Nullable Instant closedAt,
      Children incidents) {}

  private static final String STORMS =
      """
      SELECT s.umbrella_id, u.short_id, u.title, u.status, u.severity, s.team_id, t.name AS team, p.id AS policy_id, p.name AS policy, s.threshold, s.loudest,
             s.began_at, s.ended_at, s.closed_at, h.every, h.open, h.held
        FROM storm s
        JOIN incident u ON u.tenant_id = s.tenant_id AND u.id = s.umbrella_id
        LEFT JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.team_id
        LEFT JOIN escalation_policy p ON p.tenant_id = s.tenant_id AND p.id::text = s.follows AND p.deleted_at IS NULL
       CROSS JOIN LATERAL (
             SELECT count(*)::integer AS every,
                    count(*) FILTER (WHERE i.status <> 'RESOLVED')::integer AS open,
                    count(*) FILTER (WHERE i.status <> 'RESOLVED' AND c.released_at IS NULL
                                       AND s.closed_at IS NULL)::integer AS held
               FROM storm_child c JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
              WHERE c.tenant_id = s.tenant_id AND c.umbrella_id = s.umbrella_id) AS h
      """;

  private static final String LIST =
      STORMS
          + """
           WHERE ($1::boolean IS NULL OR (s.closed_at IS NULL) = $1)
             AND ($2::uuid IS NULL OR s.umbrella_id < $2)
           ORDER BY s.umbrella_id DESC
           LIMIT $3\
          """;

  /**
   * The newest first.
   *
   * @param isOpen null: all
   */
  List<StormView> list(Tx tx, @Nullable Boolean isOpen, ListRange paging) {
    List<StormView> storms = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(isOpen, paging.afterId(), paging.fetch()))
        .await()
        .forEach(row -> storms.add(storm(row)));
    return storms;
  }

  private static final String ONE = STORMS + " WHERE s.umbrella_id = $1";

  Optional<StormView> find(Tx tx, UUID umbrella) {
    return tx.connection().preparedQuery(ONE).execute(tuple(umbrella)).await().stream()
        .findFirst()
        .map(StormViews::storm);
  }

  private static StormView storm(Row row) {
    Instant ended = instantOrNull(row, "ended_at");
    Instant closed = instantOrNull(row, "closed_at");
    State state = closed != null ? State.CLOSED : ended != null ? State.ENDED : State.RUNNING;
    return new StormView(
        row.getUUID("umbrella_id"),
        row.getString("short_id"),
        row.getString("title"),
        IncidentStatus.valueOf(row.getString("status")),
        Severity.of(row.getInteger("severity")),
        new Team(row.getUUID("team_id"), row.getString("team")),
        row.getUUID("policy_id") == null
            ? null
            : new Policy(row.getUUID("policy_id"), row.getString("policy")),
        state.wireName(),
        row.getInteger("threshold"),
        Severity.of(row.getInteger("loudest")),
        instant(row, "began_at"),
        ended,
        closed,
        new Children(row.getInteger("every"), row.getInteger("open"), row.getInteger("held")));
  }

  record Service(UUID id, String name) {}

  /**
   * An incident that a storm holds or has held.
   *
   * @param isHeld whether nobody is told of it
   * @param releaseAskedBy whoever wants it released
   */
  record ChildView(
      UUID id,
      String shortId,
      String title,
      Service service,
      Severity severity,
      IncidentStatus status,
      int firingCount,
      Instant heldAt,
      boolean isHeld,
      @Nullable String releaseAskedBy,
      @Nullable Instant releasedAt,
      @Nullable String releasedBy) {}

  private static final String CHILDREN =
      """
      SELECT i.id, i.short_id, i.title, i.service_id, v.name AS service, i.severity, i.status, i.firing_count, c.held_at,
             i.status <> 'RESOLVED' AND c.released_at IS NULL AND s.closed_at IS NULL AS is_held, c.asked_by,
             c.released_at, c.released_by
        FROM storm s
        JOIN storm_child c ON c.tenant_id = s.tenant_id AND c.umbrella_id = s.umbrella_id
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
        JOIN service v ON v.tenant_id = i.tenant_id AND v.id = i.service_id
       WHERE s.umbrella_id = $1
         AND ($2::boolean IS NULL OR (i.status <> 'RESOLVED' AND c.released_at IS NULL AND s.closed_at IS NULL) = $2)
         AND ($3::uuid IS NULL OR i.id > $3)
       ORDER BY i.id
       LIMIT $4\
      """;

  /**
   * In the order in which they were opened.
   *
   * @param isHeld null: all
   */
  List<ChildView> children(Tx tx, UUID umbrella, @Nullable Boolean isHeld, ListRange paging) {
    List<ChildView> children = new ArrayList<>();
    tx.connection()
        .preparedQuery(CHILDREN)
        .execute(tuple(umbrella, isHeld, paging.afterId(), paging.fetch()))
        .await()
        .forEach(row -> children.add(child(row)));
    return children;
  }

  private static ChildView child(Row row) {
    return new ChildView(
        row.getUUID("id"),
        row.getString("short_id"),
        row.getString("title"),
        new Service(row.getUUID("service_id"), row.getString("service")),
        Severity.of(row.getInteger("severity")),
        IncidentStatus.valueOf(row.getString("status")),
        row.getInteger("firing_count"),
        instant(row, "held_at"),
        row.getBoolean("is_held"),
        row.getString("asked_by"),
        instantOrNull(row, "released_at"),
        row.getString("released_by"));
  }

  private static final String CHILDREN_AMONG =
      "SELECT incident_id AS id FROM storm_child WHERE umbrella_id = $1 AND incident_id = ANY ($2)";

  /** Those of these incidents that the storm holds or has held. */
  List<UUID> among(Tx tx, UUID umbrella, List<UUID> incidents) {
    return tx
        .connection()
        .preparedQuery(CHILDREN_AMONG)
        .execute(tuple(umbrella, incidents.toArray(UUID[]::new)))
        .await()
        .stream()
        .map(row -> row.getUUID("id"))
        .toList();
  }
}
