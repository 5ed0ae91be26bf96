package dev.imas.notifier.event;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.event.EventRetry.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Claims due events of all tenants, and ends attempts, through the functions that may do so. */
final class EventQueueRepository {

  private final Transactions transactions;

  EventQueueRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  private static final String CLAIM =
      """
      SELECT tenant_id, id, event, about_id, payload, attempts, url, secret_enc, queued_at, failures
        FROM claim_events($1, $2, $3::interval)\
      """;

  /**
   * @param room of one subscription
   */
  Future<List<EventPost>> claim(int most, int room, Duration lease) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(CLAIM)
                    .execute(Rows.tuple(most, room, Rows.interval(lease))))
        .map(
            rows -> {
              List<EventPost> posts = new ArrayList<>();
              rows.forEach(row -> posts.add(post(row)));
              return posts;
            });
  }

  private static EventPost post(Row row) {
    return new EventPost(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("id"),
        row.getString("event"),
        row.getUUID("about_id"),
        row.getString("payload"),
        row.getInteger("attempts"),
        row.getString("url"),
        row.getBuffer("secret_enc").getBytes(),
        Rows.instant(row, "queued_at"),
        row.getInteger("failures"));
  }

  /** An attempt, as it is stored. */
  record Attempt(
      String outcome,
      @Nullable Integer status,
      @Nullable String error,
      boolean isGone,
      Duration took) {}

  private static final String END =
      """
      SELECT end_event_attempt($1, $2, $3, $4, $5::interval, $6::interval, $7, $8, $9, $10, $11)\
      """;

  /**
   * @return whether the claim was still ours
   */
  Future<Boolean> end(EventPost post, Verdict verdict, Attempt attempt) {
    Duration rest = verdict.rest();
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(END)
                    .execute(
                        Rows.tuple(
                            post.tenant().value(),
                            post.id(),
                            post.attempt(),
                            verdict.status().name().toLowerCase(Locale.ROOT),
                            Rows.interval(verdict.pause()),
                            rest == null ? null : Rows.interval(rest),
                            attempt.isGone,
                            attempt.outcome,
                            attempt.status,
                            attempt.error,
                            (int) attempt.took.toMillis())))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String RELEASE = "SELECT release_event($1, $2, $3, $4::interval)";

  /** Puts it back as if nobody had claimed it. */
  Future<Void> release(EventPost post, Duration wait) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(RELEASE)
                    .execute(
                        Rows.tuple(
                            post.tenant().value(), post.id(), post.attempt(), Rows.interval(wait))))
        .mapEmpty();
  }

  /** What is due and not sent yet. */
  record Backlog(long waiting, double oldestSeconds) {}

  private static final String BACKLOG = "SELECT waiting, oldest_seconds FROM event_backlog()";

  Future<Backlog> backlog() {
    return transactions
        .autocommit(tx -> tx.connection().preparedQuery(BACKLOG).execute())
        .map(rows -> rows.iterator().next())
        .map(row -> new Backlog(row.getLong("waiting"), row.getDouble("oldest_seconds")));
  }
}
