package dev.imas.notifier.credit;

import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Transactions;
import dev.imas.notifier.channel.CreditReading;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes which providers are to be asked, of all tenants, and writes what they said. */
final class CreditRepository {

  /** A provider that nobody else asks now. */
  record Due(TenantId tenant, UUID provider, String type) {}

  private static final String CLAIM =
      "SELECT tenant_id, provider_id, type FROM claim_credit_checks($1, $2, $3)";

  private final Transactions transactions;

  CreditRepository(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * @param every how often one provider is asked; one that was changed is asked at once
   */
  Future<List<Due>> claim(List<String> types, Duration every, int most) {
    return transactions
        .autocommit(
            tx ->
                tx.connection()
                    .preparedQuery(CLAIM)
                    .execute(tuple(types.toArray(String[]::new), interval(every), most)))
        .map(
            rows -> {
              List<Due> due = new ArrayList<>();
              rows.forEach(
                  row ->
                      due.add(
                          new Due(
                              new TenantId(row.getUUID("tenant_id")),
                              row.getUUID("provider_id"),
                              row.getString("type"))));
              return due;
            });
  }

  private static final String READ =
      """
      UPDATE provider_credits
         SET credits = $2::float8, read_at = now(), error = NULL,
             low_since = CASE WHEN $2::float8 < $3::float8 THEN coalesce(low_since, now()) END
       WHERE provider_id = $1
      """;

  private static final String UNREAD =
      "UPDATE provider_credits SET error = $2 WHERE provider_id = $1";

  /**
   * @param low with fewer credits than this, people are told
   */
  Future<Void> write(Due due, CreditReading reading, int low) {
    return transactions.run(
        due.tenant,
        tx ->
            switch (reading) {
              case CreditReading.Left left ->
                  tx.connection()
                      .preparedQuery(READ)
                      .execute(tuple(due.provider, left.credits(), (double) low))
                      .mapEmpty();
              case CreditReading.Unread unread ->
                  tx.connection()
                      .preparedQuery(UNREAD)
                      .execute(tuple(due.provider, unread.reason()))
                      .mapEmpty();
            });
  }
}
