package dev.imas.core.policy;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.policy.PolicyNames.Kind;
import dev.imas.core.policy.PolicyNames.Named;
import io.vertx.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds what policies name, by id or name, and the names of it. */
final class PolicyNameRepository {

  // Names of contacts are not unique, so the number of those that fit is read, too.
  private static final String FIND =
      """
      SELECT r.ord, x.id, count(*) OVER (PARTITION BY r.ord) AS count, (x.id = r.id) IS TRUE AS by_id
        FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY AS r(kind, text, id, ord)
       CROSS JOIN LATERAL (
         SELECT u.id FROM user_account u
          WHERE r.kind = 'user' AND u.deleted_at IS NULL AND (u.id = r.id OR lower(u.username) = lower(r.text))
         UNION ALL
         SELECT t.id FROM team t WHERE r.kind = 'team' AND (t.id = r.id OR lower(t.name) = lower(r.text))
         UNION ALL
         SELECT s.id FROM schedule s
          WHERE r.kind = 'schedule' AND s.deleted_at IS NULL AND (s.id = r.id OR lower(s.name) = lower(r.text))
         UNION ALL
         SELECT c.id FROM team_contact c JOIN team t ON t.tenant_id = c.tenant_id AND t.id = c.team_id
          WHERE r.kind = 'contact'
            AND (c.id = r.id OR lower(c.name) = lower(r.text) OR lower(t.name || '/' || c.name) = lower(r.text))
         UNION ALL
         SELECT p.id FROM impact_scope p WHERE r.kind = 'scope' AND (p.id = r.id OR lower(p.name) = lower(r.text))) AS x\
      """;

  /** The ids of all that there is, in one statement. */
  PolicyNames find(Tx tx, Collection<Named> named) {
    List<Named> asked = List.copyOf(named);
    Map<Named, UUID> found = new HashMap<>();
    if (!asked.isEmpty()) {
      for (Row row :
          tx.connection()
              .preparedQuery(FIND)
              .execute(
                  tuple(
                      column(asked, one -> one.kind().word(), String[]::new),
                      column(asked, one -> one.reference().text(), String[]::new),
                      column(asked, one -> one.reference().id(), UUID[]::new)))
              .await()) {
        Named one = asked.get((int) (row.getLong("ord") - 1));
        if (row.getBoolean("by_id") || row.getLong("count") == 1) {
          found.put(one, row.getUUID("id"));
        }
      }
    }
    return one -> Optional.ofNullable(found.get(one));
  }

  private static final String NAMES =
      """
      SELECT 'user' AS kind, id, username AS name FROM user_account WHERE id = ANY ($1) AND deleted_at IS NULL
      UNION ALL SELECT 'team', id, name FROM team WHERE id = ANY ($1)
      UNION ALL SELECT 'schedule', id, name FROM schedule WHERE id = ANY ($1) AND deleted_at IS NULL
      UNION ALL SELECT 'scope', id, name FROM impact_scope WHERE id = ANY ($1)
      UNION ALL SELECT 'contact', c.id, t.name || '/' || c.name
                  FROM team_contact c JOIN team t ON t.tenant_id = c.tenant_id AND t.id = c.team_id WHERE c.id = ANY ($1)\
      """;

  private record Key(Kind kind, UUID id) {}

  /** Shows each by its name, and what is gone by its id. */
  Definition.Shown names(Tx tx, Collection<UUID> ids) {
    Map<Key, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      for (Row row :
          tx.connection()
              .preparedQuery(NAMES)
              .execute(tuple((Object) ids.stream().distinct().toArray(UUID[]::new)))
              .await()) {
        Kind kind = Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
        names.put(new Key(kind, row.getUUID("id")), row.getString("name"));
      }
    }
    return (kind, id) -> names.getOrDefault(new Key(kind, id), id.toString());
  }
}
