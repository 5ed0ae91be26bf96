package dev.imas.core.item;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.workflow.Workflow;
import dev.imas.core.workflow.Workflow.Status;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores versions of workflows, and moves items from one to the next. On a virtual thread. */
final class WorkflowRepository {

  /** A version, and whether it counts. */
  record Stored(int version, Workflow workflow, boolean isInForce) {}

  private static final String SHARE =
      """
      SELECT pg_advisory_xact_lock_shared(hashtextextended(current_tenant() || ' workflow ' || $1, 0))::text\
      """;

  /** No other version begins to count before this transaction ends. */
  void share(Tx tx, ItemKind kind) {
    tx.connection().preparedQuery(SHARE).execute(tuple(kind.wireName())).await();
  }

  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(current_tenant() || ' workflow ' || $1, 0))::text\
      """;

  /** No item moves, and no other version is written, before this transaction ends. */
  void lock(Tx tx, ItemKind kind) {
    tx.connection().preparedQuery(LOCK).execute(tuple(kind.wireName())).await();
  }

  private static final String NEWEST =
      """
      SELECT version, definition, in_force_at IS NOT NULL AS is_in_force FROM workflow
       WHERE item_kind = $1
       ORDER BY version DESC
       LIMIT 2\
      """;

  /** The newest version, and the one before it; the shipped one is the first, and not stored. */
  List<Stored> newest(Tx tx, ItemKind kind) {
    List<Stored> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(NEWEST).execute(tuple(kind.wireName())).await()) {
      found.add(
          new Stored(
              row.getInteger("version"),
              Json.read(row.getValue("definition").toString(), WorkflowDocument.class).workflow(),
              row.getBoolean("is_in_force")));
    }
    if (found.size() < 2) {
      found.add(new Stored(1, kind.shipped(), true));
    }
    return found;
  }

  /** By which rules items move now. */
  WorkflowRules rules(Tx tx, ItemKind kind) {
    List<Stored> newest = newest(tx, kind);
    Stored last = newest.getFirst();
    return last.isInForce()
        ? new WorkflowRules(last.workflow(), last.version(), null)
        : new WorkflowRules(newest.get(1).workflow(), newest.get(1).version(), last.workflow());
  }

  private static final String INSERT =
      """
      INSERT INTO workflow (tenant_id, item_kind, version, definition, created_by, created_at, in_force_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  /**
   * @param inForceAt null: items have to be moved first
   */
  void insert(
      Tx tx,
      ItemKind kind,
      int version,
      Workflow workflow,
      String by,
      Instant at,
      @Nullable Instant inForceAt) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                kind.wireName(),
                version,
                new JsonObject(Json.write(WorkflowDocument.of(workflow))),
                by,
                time(at),
                timeOrNull(inForceAt)))
        .await();
  }

  private static final String PUT_IN_FORCE =
      "UPDATE workflow SET in_force_at = $3 WHERE item_kind = $1 AND version = $2";

  void putInForce(Tx tx, ItemKind kind, int version, Instant at) {
    tx.connection()
        .preparedQuery(PUT_IN_FORCE)
        .execute(tuple(kind.wireName(), version, time(at)))
        .await();
  }

  private static final String IN_USE =
      """
      SELECT s.id FROM unnest($2::text[]) AS s(id)
       WHERE EXISTS (SELECT FROM item i WHERE i.kind = $1 AND i.status = s.id)\
      """;

  /** Those of a workflow's statuses that items have. */
  Set<String> inUse(Tx tx, ItemKind kind, Workflow workflow) {
    Set<String> used = new HashSet<>();
    tx.connection()
        .preparedQuery(IN_USE)
        .execute(
            tuple(
                kind.wireName(),
                workflow.statuses().stream().map(Status::id).toArray(String[]::new)))
        .await()
        .forEach(row -> used.add(row.getString("id")));
    return used;
  }

  private static final String MOVE =
      """
      WITH way AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) AS n(old, new, category)),
      due AS (
        SELECT i.id, i.status, w.new, w.category
          FROM item i JOIN way w ON w.old = i.status AND (i.status, i.status_category) <> (w.new, w.category)
         WHERE i.tenant_id = current_tenant() AND i.kind = $1
         ORDER BY i.id
         LIMIT $5
           FOR UPDATE OF i),
      moved AS (
        UPDATE item i SET status = d.new, status_category = d.category, version = i.version + 1, updated_at = $6
          FROM due d
         WHERE i.tenant_id = current_tenant() AND i.id = d.id
        RETURNING i.id, d.status AS old, i.status AS new),
      told AS (
        INSERT INTO item_event (tenant_id, item_id, seq, name, from_value, to_value, author, at)
        SELECT current_tenant(), m.id,
               (SELECT coalesce(max(e.seq), 0) FROM item_event e WHERE e.tenant_id = current_tenant() AND e.item_id = m.id) + 1,
               'status', m.old, m.new, $7, $6
          FROM moved m
         WHERE m.old <> m.new)
      SELECT count(*) FROM moved\
      """;

  /**
   * Moves some items out of statuses, under the workflow's lock.
   *
   * @param ways the new status, by the old one's id
   * @return how many were moved; fewer than the limit: none is left
   */
  int move(Tx tx, ItemKind kind, Map<String, Status> ways, int limit, String by, Instant at) {
    List<Map.Entry<String, Status>> all = List.copyOf(ways.entrySet());
    return all.isEmpty()
        ? 0
        : tx.connection()
            .preparedQuery(MOVE)
            .execute(
                tuple(
                    kind.wireName(),
                    all.stream().map(Map.Entry::getKey).toArray(String[]::new),
                    all.stream().map(one -> one.getValue().id()).toArray(String[]::new),
                    all.stream()
                        .map(one -> one.getValue().category().wireName())
                        .toArray(String[]::new),
                    limit,
                    time(at),
                    by))
            .await()
            .iterator()
            .next()
            .getLong(0)
            .intValue();
  }
}
