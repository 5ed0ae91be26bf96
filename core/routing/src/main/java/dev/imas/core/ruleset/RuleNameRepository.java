package dev.imas.core.ruleset;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Finds what rules name, ignoring case. What is not there is not in the answers. */
final class RuleNameRepository {

  private static final String POLICIES =
      """
      SELECT DISTINCT ON (wanted) wanted, p.id
        FROM unnest($1::text[]) AS wanted
        JOIN escalation_policy p ON lower(p.name) = lower(wanted) OR p.id::text = lower(wanted)
       WHERE p.deleted_at IS NULL AND p.is_active
       ORDER BY wanted, lower(p.name) = lower(wanted) DESC\
      """;

  private static final String SCOPES =
      """
      SELECT DISTINCT ON (wanted) wanted, s.id
        FROM unnest($1::text[]) AS wanted
        JOIN impact_scope s ON lower(s.name) = lower(wanted) OR s.id::text = lower(wanted)
       WHERE s.is_active
       ORDER BY wanted, lower(s.name) = lower(wanted) DESC\
      """;

  private static final String TIMES =
      """
      SELECT DISTINCT ON (wanted) wanted, t.id
        FROM unnest($1::text[]) AS wanted
        JOIN time_interval t ON lower(t.name) = lower(wanted) OR t.id::text = lower(wanted)
       ORDER BY wanted, lower(t.name) = lower(wanted) DESC\
      """;

  private static final String SOURCES =
      """
      SELECT DISTINCT ON (wanted) wanted, s.id
        FROM unnest($1::text[]) AS wanted
        JOIN source s ON lower(s.name) = lower(wanted) OR s.id::text = lower(wanted)
       ORDER BY wanted, lower(s.name) = lower(wanted) DESC\
      """;

  private static final String TEAMS =
      """
      SELECT DISTINCT ON (wanted) wanted, t.id
        FROM unnest($1::text[]) AS wanted
        JOIN team t ON lower(t.name) = lower(wanted) OR t.id::text = lower(wanted)
       ORDER BY wanted, lower(t.name) = lower(wanted) DESC\
      """;

  /** Sources by name or id. */
  Map<String, UUID> sources(Tx tx, Collection<String> names) {
    return found(tx, SOURCES, names);
  }

  /** Teams by name or id. */
  Map<String, UUID> teams(Tx tx, Collection<String> names) {
    return found(tx, TEAMS, names);
  }

  /** Time intervals by name or id. */
  Map<String, UUID> times(Tx tx, Collection<String> names) {
    return found(tx, TIMES, names);
  }

  /** Active policies by name or id. */
  Map<String, UUID> policies(Tx tx, Collection<String> names) {
    return found(tx, POLICIES, names);
  }

  /** Active scopes by name or id. */
  Map<String, UUID> scopes(Tx tx, Collection<String> names) {
    return found(tx, SCOPES, names);
  }

  private static Map<String, UUID> found(Tx tx, String sql, Collection<String> names) {
    Map<String, UUID> found = new HashMap<>();
    if (!names.isEmpty()) {
      tx.connection()
          .preparedQuery(sql)
          .execute(tuple((Object) names.toArray(String[]::new)))
          .await()
          .forEach(row -> found.put(row.getString("wanted"), row.getUUID("id")));
    }
    return found;
  }
}
