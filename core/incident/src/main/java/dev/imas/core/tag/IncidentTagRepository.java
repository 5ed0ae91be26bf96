package dev.imas.core.tag;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import dev.imas.core.tag.TagSteps.Link;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which tags incidents have, and which tags there are for them. */
final class IncidentTagRepository {

  private static final String FIND =
      """
      SELECT id, name, is_active, auto_apply_pattern
        FROM tag
       WHERE id = $1 OR lower(name) = lower($2)
       ORDER BY (id = $1) IS TRUE DESC
       LIMIT 1\
      """;

  /** Finds a tag by id or name. */
  Future<Optional<Tag>> find(Tx tx, Reference tag) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(tag.id(), tag.text()))
        .map(rows -> rows.stream().findFirst().map(IncidentTagRepository::tag));
  }

  // Sorted, so that two transactions that make the same tags cannot deadlock.
  private static final String MAKE =
      """
      INSERT INTO tag (tenant_id, id, name, created_at, updated_at)
      SELECT current_tenant(), n.id, n.name, $3, $3
        FROM (SELECT DISTINCT ON (lower(w.name)) w.id, w.name, lower(w.name) AS folded
                FROM unnest($1::uuid[], $2::text[]) AS w(id, name)
               ORDER BY lower(w.name)) AS n
       WHERE NOT EXISTS (SELECT 1 FROM tag t WHERE lower(t.name) = n.folded)
       ORDER BY n.folded
       LIMIT greatest(0, $4 - (SELECT count(*) FROM tag))
          ON CONFLICT (tenant_id, lower(name)) DO NOTHING
      RETURNING id, name, is_active, auto_apply_pattern\
      """;

  /**
   * Makes those that are not there.
   *
   * @param most how many tags the tenant may then have; beyond, the others are not made
   * @return those that were made
   */
  Future<List<Tag>> make(Tx tx, Collection<String> names, int most, Instant at) {
    UUID[] ids = names.stream().map(name -> UuidV7.at(at.toEpochMilli())).toArray(UUID[]::new);
    return tx.connection()
        .preparedQuery(MAKE)
        .execute(tuple(ids, names.toArray(String[]::new), time(at), (long) most))
        .map(IncidentTagRepository::tags);
  }

  private static final String NAMED =
      """
      SELECT w.name AS wanted, t.id, t.name, t.is_active, t.auto_apply_pattern
        FROM unnest($1::text[]) AS w(name)
        JOIN tag t ON lower(t.name) = lower(w.name)\
      """;

  /** The tags by the names that were asked for, as far as there are any. */
  Future<Map<String, Tag>> named(Tx tx, Collection<String> names) {
    return tx.connection()
        .preparedQuery(NAMED)
        .execute(tuple((Object) names.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, Tag> found = new HashMap<>();
              rows.forEach(row -> found.put(row.getString("wanted"), tag(row)));
              return found;
            });
  }

  private static final String PATTERNED =
      """
      SELECT id, name, is_active, auto_apply_pattern
        FROM tag
       WHERE is_active AND auto_apply_pattern IS NOT NULL
       ORDER BY lower(name)
       LIMIT 50\
      """;

  /** The active ones with a pattern. */
  Future<List<Tag>> patterned(Tx tx) {
    return tx.connection().preparedQuery(PATTERNED).execute().map(IncidentTagRepository::tags);
  }

  private static final String SERVICES = "SELECT id, name FROM service WHERE id = ANY ($1)";

  /** The names of services. */
  Future<Map<UUID, String>> services(Tx tx, Set<UUID> ids) {
    return tx.connection()
        .preparedQuery(SERVICES)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, String> names = new HashMap<>();
              rows.forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
              return names;
            });
  }

  private static final String OF = "SELECT tag_id FROM incident_tag WHERE incident_id = $1";

  /** The tags that an incident has. */
  Future<Set<UUID>> of(Tx tx, UUID incident) {
    return tx.connection()
        .preparedQuery(OF)
        .execute(tuple(incident))
        .map(
            rows -> {
              Set<UUID> tags = new HashSet<>();
              rows.forEach(row -> tags.add(row.getUUID("tag_id")));
              return tags;
            });
  }

  // The few that are missing are found first, so that no timeline is read but for these.
  static final String OF_HELD =
      """
      SELECT h.umbrella_id, g.id, g.name, g.is_active, g.auto_apply_pattern
        FROM (SELECT DISTINCT c.tenant_id, c.umbrella_id, x.tag_id
                FROM storm_child c
                JOIN incident_tag x ON x.tenant_id = c.tenant_id AND x.incident_id = c.incident_id
               WHERE c.umbrella_id = ANY ($1) AND x.is_auto_applied AND EXISTS (SELECT FROM tag)) AS h
        JOIN tag g ON g.tenant_id = h.tenant_id AND g.id = h.tag_id
       WHERE g.is_active
         AND NOT EXISTS (SELECT FROM incident_tag u
                          WHERE u.tenant_id = h.tenant_id AND u.incident_id = h.umbrella_id AND u.tag_id = h.tag_id)
         AND NOT EXISTS (SELECT FROM timeline t
                          WHERE t.tenant_id = h.tenant_id AND t.incident_id = h.umbrella_id AND t.type = 'TAG_REMOVED'
                            AND t.metadata ->> 'tag_id' = h.tag_id::text)
       ORDER BY h.umbrella_id, lower(g.name)\
      """;

  /**
   * The active tags that came by themselves to incidents that these umbrellas hold or held, by
   * umbrella, without those that it has, and those that somebody has taken from it.
   */
  Future<Map<UUID, List<Tag>>> ofHeld(Tx tx, List<UUID> umbrellas) {
    if (umbrellas.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    return tx.connection()
        .preparedQuery(OF_HELD)
        .execute(tuple((Object) umbrellas.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, List<Tag>> held = new HashMap<>();
              rows.forEach(
                  row ->
                      held.computeIfAbsent(row.getUUID("umbrella_id"), id -> new ArrayList<>())
                          .add(tag(row)));
              return held;
            });
  }

  // A tag that was deleted since it was read is left out: an incident must not fail to open by it.
  private static final String INSERT =
      """
      INSERT INTO incident_tag (tenant_id, incident_id, tag_id, added_by, added_at, is_auto_applied)
      SELECT t.tenant_id, n.incident_id, t.id, n.added_by, n.added_at, n.is_auto_applied
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::boolean[])
          AS n(incident_id, tag_id, added_by, added_at, is_auto_applied)
        JOIN tag t ON t.id = n.tag_id
         FOR KEY SHARE OF t
          ON CONFLICT (tenant_id, incident_id, tag_id) DO NOTHING\
      """;

  Future<Void> insert(Tx tx, List<Link> links) {
    return links.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(INSERT)
            .execute(
                tuple(
                    column(links, Link::incident, UUID[]::new),
                    column(links, Link::tag, UUID[]::new),
                    column(links, Link::by, String[]::new),
                    column(links, link -> time(link.at()), OffsetDateTime[]::new),
                    column(links, Link::byItself, Boolean[]::new)))
            .mapEmpty();
  }

  private static final String DELETE =
      """
      DELETE FROM incident_tag x USING unnest($1::uuid[], $2::uuid[]) AS n(incident_id, tag_id)
       WHERE x.incident_id = n.incident_id AND x.tag_id = n.tag_id\
      """;

  Future<Void> delete(Tx tx, List<Link> links) {
    return links.isEmpty()
        ? Future.succeededFuture()
        : tx.connection()
            .preparedQuery(DELETE)
            .execute(
                tuple(
                    column(links, Link::incident, UUID[]::new),
                    column(links, Link::tag, UUID[]::new)))
            .mapEmpty();
  }

  private static List<Tag> tags(RowSet<Row> rows) {
    List<Tag> tags = new ArrayList<>();
    rows.forEach(row -> tags.add(tag(row)));
    return tags;
  }

  private static Tag tag(Row row) {
    return new Tag(
        row.getUUID("id"),
        row.getString("name"),
        row.getBoolean("is_active"),
        row.getString("auto_apply_pattern"));
  }
}
