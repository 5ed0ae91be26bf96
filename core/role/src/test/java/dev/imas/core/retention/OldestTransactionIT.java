package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class OldestTransactionIT {

  @Test
  void transactionOfSomebodyElseIsSeenForAsLongAsItIsOpen() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection other = database.connect();
        Statement sql = other.createStatement()) {
      assertThat(oldest(database)).isLessThan(0.3);

      other.setAutoCommit(false);
      other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      sql.execute("SELECT 1");
      Await.until("its age", () -> oldest(database), seconds -> seconds > 0.3);

      other.rollback();
      assertThat(oldest(database)).isLessThan(0.3);
    }
  }

  private static double oldest(TestDatabase database) {
    return Double.parseDouble(
        database.query("SELECT coalesce(oldest_transaction(), 'NaN')").getFirst());
  }
}
