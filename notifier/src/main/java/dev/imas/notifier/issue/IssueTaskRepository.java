package dev.imas.notifier.issue;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.task.TaskQueue;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims what is to be done for exported items of all tenants, and says what became of it. */
final class IssueTaskRepository implements TaskQueue<ClaimedIssueTask> {

  private static final String CLAIM =
      """
      SELECT tenant_id, item_id, provider_id, tracker, kind, key, title, description, incident_id, incident_short_id, issue_id,
             attempts, asked_at, begun_at
        FROM claim_item_links($1, $2)\
      """;

  private final Transactions transactions;

  IssueTaskRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Future<List<ClaimedIssueTask>> claim(int most) {
    return transactions
        .autocommit(
            tx -> tx.connection().preparedQuery(CLAIM).execute(tuple(most, interval(LEASE))))
        .map(
            rows -> {
              List<ClaimedIssueTask> tasks = new ArrayList<>();
              rows.forEach(row -> tasks.add(task(row)));
              return tasks;
            });
  }

  private static ClaimedIssueTask task(Row row) {
    return new ClaimedIssueTask(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("item_id"),
        row.getUUID("provider_id"),
        row.getString("tracker"),
        row.getString("kind"),
        row.getString("key"),
        row.getString("title"),
        row.getString("description"),
        row.getUUID("incident_id"),
        row.getString("incident_short_id"),
        row.getString("issue_id"),
        row.getInteger("attempts"),
        instant(row, "asked_at"),
        instant(row, "begun_at"));
  }

  private static final String END = "SELECT end_item_link($1, $2, $3, $4, $5, $6, $7, $8)";

  @Override
  public Future<Boolean> end(
      ClaimedIssueTask task,
      String end,
      Duration wait,
      Map<String, Object> result,
      @Nullable String error) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(END)
                    .execute(
                        tuple(
                            task.tenant().value(),
                            task.id(),
                            task.attempt(),
                            task.kind(),
                            end,
                            interval(wait),
                            Json.write(result),
                            error)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String RECALL = "SELECT recall_item_links($1)";

  @Override
  public Future<Void> recall() {
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(RECALL).execute(tuple(interval(LEASE))))
        .mapEmpty();
  }
}
