package dev.imas.core.ruleset;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Looks for what rules name. */
final class NamedRepository {

  private static final String POLICIES =
      """
      SELECT wanted
        FROM unnest($1::text[]) AS wanted
       WHERE NOT EXISTS (SELECT 1 FROM escalation_policy p
                          WHERE p.deleted_at IS NULL AND p.is_active
                            AND (lower(p.name) = lower(wanted) OR p.id::text = lower(wanted)))\
      """;

  private static final String SCOPES =
      """
      SELECT wanted
        FROM unnest($1::text[]) AS wanted
       WHERE NOT EXISTS (SELECT 1 FROM impact_scope s
                          WHERE s.is_active AND (lower(s.name) = lower(wanted) OR s.id::text = lower(wanted)))\
      """;

  private static final String TIMES =
      """
      SELECT wanted
        FROM unnest($1::text[]) AS wanted
       WHERE NOT EXISTS (SELECT 1 FROM time_interval t
                          WHERE lower(t.name) = lower(wanted) OR t.id::text = lower(wanted))\
      """;

  /** Those that are neither name nor id of a time interval, ignoring case. */
  Set<String> missingTimes(Tx tx, Collection<String> names) {
    return missing(tx, TIMES, names);
  }

  /** Those that are neither name nor id of an active policy, ignoring case. */
  Set<String> missingPolicies(Tx tx, Collection<String> names) {
    return missing(tx, POLICIES, names);
  }

  /** Those that are neither name nor id of an active scope, ignoring case. */
  Set<String> missingScopes(Tx tx, Collection<String> names) {
    return missing(tx, SCOPES, names);
  }

  private static Set<String> missing(Tx tx, String sql, Collection<String> names) {
    Set<String> missing = new HashSet<>();
    tx.connection()
        .preparedQuery(sql)
        .execute(tuple((Object) names.toArray(String[]::new)))
        .await()
        .forEach(row -> missing.add(row.getString(0)));
    return missing;
  }
}
