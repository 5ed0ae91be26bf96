package dev.imas.core.relation;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.relation.LinkWalk.Pair;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Stores links between incidents. Only on a virtual thread. */
final class RelationRepository {

  /**
   * A link as it is stored.
   *
   * @param kind never an inverse one
   */
  record Stored(UUID id, Relation kind, UUID from, UUID to, Instant at, String author) {

    /** What it says of the incident, which is one of its ends. */
    Relation of(UUID incident) {
      return incident.equals(from) ? kind : kind.inverse();
    }

    UUID other(UUID incident) {
      return incident.equals(from) ? to : from;
    }
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.incident_link.' || current_tenant(),"
          + " 0))";

  /** Keeps others from adding links of the tenant. Taken before incidents are locked. */
  void lock(Tx tx) {
    tx.connection().preparedQuery(LOCK).execute().await();
  }

  private static final String OF =
      """
      SELECT * FROM incident_link WHERE from_id = $1 OR to_id = $1 ORDER BY at, id LIMIT $2\
      """;

  /** The links of an incident, the oldest first. */
  List<Stored> of(Tx tx, UUID incident, int most) {
    return stored(tx.connection().preparedQuery(OF).execute(tuple(incident, most)).await());
  }

  private static final String FIND = "SELECT * FROM incident_link WHERE id = $1";

  Optional<Stored> find(Tx tx, UUID link) {
    return stored(tx.connection().preparedQuery(FIND).execute(tuple(link)).await()).stream()
        .findFirst();
  }

  private static final String SAME =
      "SELECT * FROM incident_link WHERE from_id = $1 AND to_id = $2 AND kind = $3";

  Optional<Stored> same(Tx tx, UUID from, UUID to, Relation kind) {
    return stored(
            tx.connection().preparedQuery(SAME).execute(tuple(from, to, kind.wireName())).await())
        .stream()
        .findFirst();
  }

  private static List<Stored> stored(RowSet<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new Stored(
                    row.getUUID("id"),
                    Relation.named(row.getString("kind")).orElseThrow(),
                    row.getUUID("from_id"),
                    row.getUUID("to_id"),
                    instant(row, "at"),
                    row.getString("author")))
        .toList();
  }

  private static final String COUNTS =
      """
      SELECT i.id, (SELECT count(*) FROM incident_link l WHERE l.from_id = i.id OR l.to_id = i.id)::int AS links
        FROM unnest($1::uuid[]) AS i(id)\
      """;

  /** How many links these incidents have. */
  Map<UUID, Integer> counts(Tx tx, Collection<UUID> incidents) {
    Map<UUID, Integer> counts = new HashMap<>();
    tx.connection()
        .preparedQuery(COUNTS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .await()
        .forEach(row -> counts.put(row.getUUID("id"), row.getInteger("links")));
    return counts;
  }

  private static final String NEXT =
      """
      SELECT from_id, to_id FROM incident_link
       WHERE from_id = ANY ($1) AND kind = $2
       ORDER BY from_id, to_id
       LIMIT $3\
      """;

  /** Where links of a kind lead from these incidents. */
  List<Pair> next(Tx tx, Collection<UUID> incidents, Relation kind, int most) {
    return tx
        .connection()
        .preparedQuery(NEXT)
        .execute(tuple(incidents.toArray(UUID[]::new), kind.wireName(), most))
        .await()
        .stream()
        .map(row -> new Pair(row.getUUID("from_id"), row.getUUID("to_id")))
        .toList();
  }

  private static final String INSERT =
      """
      INSERT INTO incident_link (tenant_id, id, kind, from_id, to_id, at, author)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(Tx tx, Stored link) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(link.id, link.kind.wireName(), link.from, link.to, time(link.at), link.author))
        .await();
  }

  private static final String DELETE = "DELETE FROM incident_link WHERE id = $1";

  void delete(Tx tx, UUID link) {
    tx.connection().preparedQuery(DELETE).execute(tuple(link)).await();
  }
}
