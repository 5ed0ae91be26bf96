package dev.imas.notifier.room;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Claims tasks of rooms of all tenants, and says what became of them. */
final class RoomTaskRepository implements TaskQueue<ClaimedRoomTask> {

  private static final String CLAIM =
      """
      SELECT tenant_id, id, room_id, number, provider_id, vendor, kind, payload, attempts, channel, bot_user, asked_at,
             created_at
        FROM claim_room_tasks($1, $2)\
      """;

  private final Transactions transactions;

  RoomTaskRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public Future<List<ClaimedRoomTask>> claim(int most) {
    return transactions
        .autocommit(
            tx -> tx.connection().preparedQuery(CLAIM).execute(tuple(most, interval(LEASE))))
        .map(
            rows -> {
              List<ClaimedRoomTask> tasks = new ArrayList<>();
              rows.forEach(row -> tasks.add(task(row)));
              return tasks;
            });
  }

  private static ClaimedRoomTask task(Row row) {
    return new ClaimedRoomTask(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("id"),
        row.getUUID("room_id"),
        row.getInteger("number"),
        row.getUUID("provider_id"),
        row.getString("vendor"),
        row.getString("kind"),
        Json.read(row.getString("payload"), JsonNode.class),
        row.getInteger("attempts"),
        row.getString("channel"),
        row.getString("bot_user"),
        instant(row, "asked_at"),
        instant(row, "created_at"));
  }

  private static final String END = "SELECT end_room_task($1, $2, $3, $4, $5, $6, $7)";

  @Override
  public Future<Boolean> end(
      ClaimedRoomTask task,
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
                            end,
                            interval(wait),
                            Json.write(result),
                            error)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String RECALL = "SELECT recall_room_tasks($1)";

  @Override
  public Future<Void> recall() {
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(RECALL).execute(tuple(interval(LEASE))))
        .mapEmpty();
  }
}
