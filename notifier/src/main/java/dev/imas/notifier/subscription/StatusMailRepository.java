package dev.imas.notifier.subscription;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.subscription.MailRetry.Verdict;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Queues, claims and ends mails of all tenants, through the functions that may do so. */
final class StatusMailRepository {

  private final Transactions transactions;

  StatusMailRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  private static final String QUEUE =
      "SELECT queued, is_more FROM queue_status_mails($1, $2, $3::interval)";

  /**
   * Queues mails of what was told to many.
   *
   * @param most mails
   * @param waiting of a tenant, from which on none is queued for it
   * @param life what is older is told to nobody else
   * @return whether there may be more to queue
   */
  Future<Boolean> queue(int most, int waiting, Duration life) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(QUEUE)
                    .execute(Rows.tuple(most, waiting, Rows.interval(life))))
        .map(rows -> rows.iterator().next().getBoolean("is_more"));
  }

  private static final String CLAIM =
      """
      SELECT tenant_id, telling_id, subscriber_id, email, language, content, site, told_at, attempts, failures
        FROM claim_status_mails($1, $2, $3::interval)\
      """;

  /**
   * @param room of one tenant
   */
  Future<List<StatusMail>> claim(int most, int room, Duration lease) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(CLAIM)
                    .execute(Rows.tuple(most, room, Rows.interval(lease))))
        .map(
            rows -> {
              List<StatusMail> mails = new ArrayList<>();
              rows.forEach(row -> mails.add(mail(row)));
              return mails;
            });
  }

  private static StatusMail mail(Row row) {
    return new StatusMail(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("telling_id"),
        row.getUUID("subscriber_id"),
        row.getString("email"),
        row.getString("language"),
        row.getString("content"),
        row.getString("site"),
        Rows.instant(row, "told_at"),
        row.getInteger("attempts"),
        row.getInteger("failures"));
  }

  private static final String END =
      "SELECT end_status_mail($1, $2, $3, $4, $5, $6::interval, $7::interval)";

  Future<Void> end(StatusMail mail, Verdict verdict) {
    Duration rest = verdict.rest();
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(END)
                    .execute(
                        Rows.tuple(
                            mail.tenant().value(),
                            mail.telling(),
                            mail.subscriber(),
                            mail.attempt(),
                            verdict.end().name().toLowerCase(Locale.ROOT),
                            Rows.interval(verdict.pause()),
                            rest == null ? null : Rows.interval(rest))))
        .mapEmpty();
  }

  private static final String RELEASE = "SELECT release_status_mail($1, $2, $3, $4, $5::interval)";

  /** Puts it back as if nobody had claimed it. */
  Future<Void> release(StatusMail mail, Duration wait) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(RELEASE)
                    .execute(
                        Rows.tuple(
                            mail.tenant().value(),
                            mail.telling(),
                            mail.subscriber(),
                            mail.attempt(),
                            Rows.interval(wait))))
        .mapEmpty();
  }
}
