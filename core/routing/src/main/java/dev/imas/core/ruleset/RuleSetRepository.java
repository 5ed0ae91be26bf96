package dev.imas.core.ruleset;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes rule sets, which never change once written, and which of them is active. */
public final class RuleSetRepository {

  /**
   * @param rules the rules; left out of lists
   */
  public record RuleSetView(
      int version,
      String comment,
      int ruleCount,
      boolean isActive,
      String createdBy,
      Instant createdAt,
      @Nullable String activatedBy,
      @Nullable Instant activatedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String rules)
      implements Versioned {

    /** The rules, of a version that was read with them. */
    public RuleSetDefinition definition() {
      List<RuleDefinition> read = new ArrayList<>();
      try {
        for (JsonNode rule : Json.MAPPER.readTree(rules)) {
          read.add(Json.MAPPER.treeToValue(rule, RuleDefinition.class));
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a stored rule set cannot be read", e);
      }
      return new RuleSetDefinition(read);
    }
  }

  private static final String LIST =
      """
      SELECT r.version, r.comment, jsonb_array_length(r.rules) AS rule_count, a.version IS NOT NULL AS is_active,
             r.created_by, r.created_at, a.activated_by, a.activated_at,
             CASE WHEN $3 THEN r.rules::text END AS rules
        FROM rule_set r
        LEFT JOIN rule_set_activation a ON a.tenant_id = r.tenant_id AND a.version = r.version
       WHERE ($1::int IS NULL OR r.version = $1) AND ($2::int IS NULL OR r.version < $2)
       ORDER BY r.version DESC
       LIMIT $4\
      """;

  Future<List<RuleSetView>> list(Tx tx, @Nullable Integer below, ListRange paging) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(null, below, false, paging.fetch()))
        .map(RuleSetRepository::views);
  }

  public Future<Optional<RuleSetView>> find(Tx tx, int version) {
    return tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(version, null, true, 1))
        .map(rows -> views(rows).stream().findFirst());
  }

  private static List<RuleSetView> views(RowSet<Row> rows) {
    List<RuleSetView> views = new ArrayList<>();
    for (Row row : rows) {
      views.add(
          new RuleSetView(
              row.getInteger("version"),
              row.getString("comment"),
              row.getInteger("rule_count"),
              row.getBoolean("is_active"),
              row.getString("created_by"),
              instant(row, "created_at"),
              row.getString("activated_by"),
              instantOrNull(row, "activated_at"),
              row.getString("rules")));
    }
    return views;
  }

  private static final String ACTIVE = "SELECT version FROM rule_set_activation";

  /** The active version. If empty, there are no rules, and labels find the service. */
  public Future<Optional<Integer>> active(Tx tx) {
    return tx.connection()
        .preparedQuery(ACTIVE)
        .execute()
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getInteger(0)));
  }

  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.rule_set.' || current_tenant(),"
          + " 0))::text";

  private static final String INSERT =
      """
      INSERT INTO rule_set (tenant_id, version, comment, rules, created_by)
      SELECT current_tenant(), coalesce(max(r.version), 0) + 1, $1, ($2::text)::jsonb, $3
        FROM rule_set r
      RETURNING version\
      """;

  /**
   * @return the new version
   */
  Future<Integer> insert(Tx tx, String comment, String rules, String by) {
    return tx.connection()
        .preparedQuery(LOCK)
        .execute()
        .compose(locked -> tx.connection().preparedQuery(INSERT).execute(tuple(comment, rules, by)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }
}
