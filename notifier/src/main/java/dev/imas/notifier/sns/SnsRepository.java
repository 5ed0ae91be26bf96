package dev.imas.notifier.sns;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Takes what is to be asked of SNS, of all tenants, and writes what it answered. */
final class SnsRepository {

  private static final String FETCHES =
      "SELECT tenant_id, url, attempts FROM claim_sns_certificates($1, $2, $3)";
  private static final String CONFIRMATIONS =
      """
      SELECT tenant_id, source_id, topic, message_id, told_at, confirm_url, attempts
        FROM claim_sns_confirmations($1, $2, $3)\
      """;

  private final Transactions transactions;

  SnsRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Certificates come first: posts wait for them.
   *
   * @param lease how long nobody else gets them
   */
  Future<List<SnsJob>> claim(Instant now, int most, Duration lease) {
    return transactions.runUnbound(
        tx ->
            tx.connection()
                .preparedQuery(FETCHES)
                .execute(tuple(time(now), most, interval(lease)))
                .compose(
                    fetches -> {
                      List<SnsJob> errands = new ArrayList<>();
                      fetches.forEach(row -> errands.add(fetch(row)));
                      return errands.size() == most
                          ? Future.succeededFuture(errands)
                          : tx.connection()
                              .preparedQuery(CONFIRMATIONS)
                              .execute(tuple(time(now), most - errands.size(), interval(lease)))
                              .map(
                                  rows -> {
                                    rows.forEach(row -> errands.add(confirmation(row)));
                                    return errands;
                                  });
                    }));
  }

  private static SnsJob fetch(Row row) {
    return new SnsJob.Fetch(
        new TenantId(row.getUUID("tenant_id")), row.getString("url"), row.getInteger("attempts"));
  }

  private static SnsJob confirmation(Row row) {
    return new SnsJob.Confirm(
        new TenantId(row.getUUID("tenant_id")),
        row.getUUID("source_id"),
        row.getString("topic"),
        row.getString("message_id"),
        instant(row, "told_at"),
        row.getString("confirm_url"),
        row.getInteger("attempts"));
  }

  /** Writes what became of an errand, unless somebody else has it by now. */
  Future<Void> write(SnsJob errand, SnsAnswer answer, Instant now) {
    return switch (errand) {
      case SnsJob.Fetch fetch -> write(fetch, answer, now);
      case SnsJob.Confirm confirm -> write(confirm, answer, now);
    };
  }

  private static final String FETCHED =
      """
      UPDATE sns_certificate SET der = $4, not_after = $5, due_at = NULL, error = NULL
       WHERE url = $1 AND attempts = $2 AND der IS NULL AND due_at > $3\
      """;
  private static final String NOT_FETCHED =
      """
      UPDATE sns_certificate SET due_at = $4, error = $5 WHERE url = $1 AND attempts = $2 AND der IS NULL AND due_at > $3\
      """;

  private Future<Void> write(SnsJob.Fetch errand, SnsAnswer answer, Instant now) {
    Tuple its = tuple(errand.url(), errand.attempts(), time(now));
    return switch (answer) {
      case SnsAnswer.Certificate read ->
          update(
              errand.tenant(),
              FETCHED,
              its.addValue(Buffer.buffer(read.der())).addValue(time(read.notAfter())));
      case SnsAnswer.Again again ->
          update(
              errand.tenant(),
              NOT_FETCHED,
              its.addValue(time(now.plus(again.delay()))).addValue(again.why()));
      case SnsAnswer.Confirmed none -> throw new IllegalArgumentException("a certificate");
      case SnsAnswer.Refused none -> throw new IllegalArgumentException("a certificate");
    };
  }

  private static final String ENDED =
      """
      UPDATE sns_subscription
         SET state = $5, error = $6, confirm_url = NULL, due_at = NULL, changed_at = $4
       WHERE source_id = $1 AND topic = $2 AND message_id = $3 AND state = 'pending'\
      """;
  private static final String NOT_ENDED =
      """
      UPDATE sns_subscription SET due_at = $5, error = $6, changed_at = $4
       WHERE source_id = $1 AND topic = $2 AND message_id = $3 AND state = 'pending'\
      """;

  private Future<Void> write(SnsJob.Confirm errand, SnsAnswer answer, Instant now) {
    Tuple its = tuple(errand.source(), errand.topic(), errand.message(), time(now));
    return switch (answer) {
      case SnsAnswer.Confirmed done ->
          update(errand.tenant(), ENDED, its.addValue("confirmed").addValue(null));
      case SnsAnswer.Refused refused ->
          update(errand.tenant(), ENDED, its.addValue("failed").addValue(refused.why()));
      case SnsAnswer.Again again ->
          update(
              errand.tenant(),
              NOT_ENDED,
              its.addValue(time(now.plus(again.delay()))).addValue(again.why()));
      case SnsAnswer.Certificate none -> throw new IllegalArgumentException("a subscription");
    };
  }

  private Future<Void> update(TenantId tenant, String sql, Tuple values) {
    return transactions.run(
        tenant, tx -> tx.connection().preparedQuery(sql).execute(values).mapEmpty());
  }
}
