package dev.imas.core.retention;

import dev.imas.core.platform.MeasuredFigure;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;

/** Reads what PostgreSQL knows about open transactions of all sessions. */
public final class OpenTransactionRepository {

  private static final String OLDEST = "SELECT oldest_transaction()";

  private OpenTransactionRepository() {}

  /**
   * {@code imas_database_oldest_transaction_seconds}. PostgreSQL keeps old row versions while a
   * transaction is open. Each repeat of an alert makes one and has to skip the earlier ones, so
   * repeats get slower. NaN if IMAS may not see other sessions.
   */
  public static MeasuredFigure oldest(Transactions transactions, MeterRegistry meters) {
    MeasuredFigure oldest =
        new MeasuredFigure(
            "oldest transaction",
            Double.NaN,
            () -> transactions.runUnbound(OpenTransactionRepository::oldestSeconds));
    Gauge.builder("imas.database.oldest.transaction.seconds", oldest::value)
        .description("Age of the oldest open transaction of IMAS's database")
        .register(meters);
    return oldest;
  }

  private static Future<Double> oldestSeconds(Tx tx) {
    return tx.connection()
        .preparedQuery(OLDEST)
        .execute()
        .map(
            rows -> {
              Double seconds = rows.iterator().next().getDouble(0);
              return seconds == null ? Double.NaN : seconds;
            });
  }
}
