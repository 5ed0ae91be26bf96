package dev.imas.notifier.reply;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Leases what is to be said in chats, of all tenants, and says how it ended. */
final class ReplyQueueRepository {

  private static final String CLAIM =
      """
      SELECT tenant_id, id, provider_id, type, kind, sealed_to, payload, attempts, opens, has_expired
        FROM claim_chat_replies($1, $2)\
      """;

  private final Transactions transactions;
  private final Duration lease;

  ReplyQueueRepository(Transactions transactions, Duration lease) {
    this.transactions = transactions;
    this.lease = lease;
  }

  Future<List<Claimed>> claim(int most) {
    return transactions
        .autocommit(
            tx -> tx.connection().preparedQuery(CLAIM).execute(tuple(most, interval(lease))))
        .map(
            rows -> {
              List<Claimed> claimed = new ArrayList<>();
              rows.forEach(row -> claimed.add(claimed(row)));
              return claimed;
            });
  }

  private static Claimed claimed(Row row) {
    return new Claimed(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("id"),
        row.getUUID("provider_id"),
        row.getString("type"),
        row.getString("kind").equals("form"),
        row.getBuffer("sealed_to").getBytes(),
        Json.read(row.getString("payload"), JsonNode.class),
        row.getInteger("attempts"),
        Boolean.TRUE.equals(row.getBoolean("opens")),
        row.getBoolean("has_expired"));
  }

  private static final String END = "SELECT end_chat_reply($1, $2, $3, $4)";

  /**
   * @param wait until the next attempt; null: there is none
   * @return whether there is another attempt; null: another has it by now
   */
  Future<@Nullable Boolean> end(Claimed reply, @Nullable Duration wait) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(END)
                    .execute(
                        tuple(
                            reply.tenant().value(),
                            reply.id(),
                            reply.attempt(),
                            wait == null ? null : interval(wait))))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }
}
