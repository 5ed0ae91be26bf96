package dev.imas.core.budget;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes error budgets, and reads what spends them. It awaits, on a virtual thread. */
public final class ErrorBudgetRepository {

  /** The latest count. Whoever has more of them in a quarter has spent every budget. */
  private static final int MOST_OUTAGES = 2_000;

  private static final String ROWS =
      """
      SELECT b.id, b.name, s.id AS service_id, s.name AS service, b.target, b.days, b.blocks, b.version, b.created_at, b.updated_at
        FROM error_budget b
        JOIN service s ON s.tenant_id = b.tenant_id AND s.id = b.service_id
      """;

  private static final String LIST =
      ROWS
          + """
           WHERE ($1::uuid IS NULL OR b.service_id = $1) AND ($2::text IS NULL OR lower(b.name) > lower($2))
           ORDER BY lower(b.name)
           LIMIT $3\
          """;

  /**
   * By name.
   *
   * @param service null: of all
   */
  List<StoredBudget> list(Tx tx, @Nullable UUID service, @Nullable String after, int limit) {
    return read(tx, LIST, service, after, limit);
  }

  private static final String OF_SERVICE = ROWS + " WHERE b.service_id = $1 ORDER BY lower(b.name)";

  /** Those of a service, by name. */
  public List<StoredBudget> of(Tx tx, UUID service) {
    return read(tx, OF_SERVICE, service);
  }

  private static final String FIND =
      ROWS
          + " WHERE b.id = $1 OR lower(b.name) = lower($2) ORDER BY (b.id = $1) IS TRUE DESC LIMIT"
          + " 1";

  Optional<StoredBudget> find(Tx tx, Reference budget) {
    return read(tx, FIND, budget.id(), budget.text()).stream().findFirst();
  }

  private static List<StoredBudget> read(Tx tx, String statement, @Nullable Object... values) {
    List<StoredBudget> found = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(statement).execute(tuple(values)).await()) {
      found.add(
          new StoredBudget(
              row.getUUID("id"),
              row.getString("name"),
              row.getUUID("service_id"),
              row.getString("service"),
              new ErrorBudget(row.getBigDecimal("target").doubleValue(), row.getInteger("days")),
              row.getBoolean("blocks"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return found;
  }

  private static final String OUTAGES =
      """
      SELECT i.id, i.short_id, i.service_id, i.severity, i.detected_at, coalesce(i.mitigated_at, i.resolved_at) AS until
        FROM unnest($1::uuid[]) AS s (id)
       CROSS JOIN LATERAL (
        SELECT i.id, i.short_id, i.service_id, i.severity, i.detected_at, i.mitigated_at, i.resolved_at
          FROM incident i
         WHERE i.service_id = s.id AND i.severity <= 2 AND NOT i.is_test
           AND (coalesce(i.mitigated_at, i.resolved_at) IS NULL OR coalesce(i.mitigated_at, i.resolved_at) > $2)
         ORDER BY i.created_at DESC, i.id DESC
         LIMIT $3) AS i\
      """;

  /**
   * What has broken services since then, or was still broken then.
   *
   * @return by the service's id; a service that nothing broke is missing
   */
  public Map<UUID, List<ServiceOutage>> outages(Tx tx, Collection<UUID> services, Instant since) {
    Map<UUID, List<ServiceOutage>> outages = new HashMap<>();
    tx.connection()
        .preparedQuery(OUTAGES)
        .execute(
            tuple(services.stream().distinct().toArray(UUID[]::new), time(since), MOST_OUTAGES))
        .await()
        .forEach(
            row ->
                outages
                    .computeIfAbsent(row.getUUID("service_id"), first -> new ArrayList<>())
                    .add(
                        new ServiceOutage(
                            row.getUUID("id"),
                            row.getString("short_id"),
                            row.getInteger("severity"),
                            instant(row, "detected_at"),
                            Rows.instantOrNull(row, "until"))));
    return outages;
  }

  private static final String COUNT = "SELECT count(*)::int AS n FROM error_budget";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger("n");
  }

  private static final String INSERT =
      """
      INSERT INTO error_budget (tenant_id, id, name, service_id, target, days, blocks)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6)\
      """;

  void insert(Tx tx, UUID id, ErrorBudgetDraft draft, UUID service) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(tuple(id, draft.name(), service, target(draft), days(draft), draft.blocks()))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE error_budget
         SET name = $2, service_id = $3, target = $4, days = $5, blocks = $6, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $7\
      """;

  /** Whether it had that version. */
  boolean update(Tx tx, UUID id, ErrorBudgetDraft draft, UUID service, int version) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id, draft.name(), service, target(draft), days(draft), draft.blocks(), version))
            .await()
            .rowCount()
        == 1;
  }

  private static BigDecimal target(ErrorBudgetDraft draft) {
    return BigDecimal.valueOf(draft.budget().target());
  }

  private static short days(ErrorBudgetDraft draft) {
    return (short) draft.budget().days();
  }

  private static final String DELETE = "DELETE FROM error_budget WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }
}
