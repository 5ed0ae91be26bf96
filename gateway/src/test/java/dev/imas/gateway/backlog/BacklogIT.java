package dev.imas.gateway.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much waits for core, as the gateway's login sees it. */
class BacklogIT {

  private static final UUID ONE = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  private Map<UUID, Long> backlog() {
    try (Connection gateway = database.connect(DatabaseConfig.Login.INGEST);
        Statement sql = gateway.createStatement();
        ResultSet rows = sql.executeQuery("SELECT tenant_id, waiting FROM ingest_backlog()")) {
      Map<UUID, Long> all = new HashMap<>();
      while (rows.next()) {
        all.merge(rows.getObject(1, UUID.class), rows.getLong(2), Long::sum);
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param tenant an SQL expression over the row's number n
   * @param priority likewise
   */
  private void fill(int rows, String tenant, String priority) {
    database.execute(
        """
        INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id, service_id, received_at,
                            starts_at, decision, group_key)
        SELECT %s, gen_random_uuid(), 1, 1, %s, 3, gen_random_uuid(), gen_random_uuid(), now(), now(), 0, 'g'
          FROM generate_series(1, %d) AS n\
        """
            .formatted(tenant, priority, rows));
  }

  private static String id(UUID tenant) {
    return "'" + tenant + "'::uuid";
  }

  @Test
  void anEmptyOutboxIsNoBacklog() {
    assertThat(backlog()).isEmpty();
  }

  @Test
  void aShortOneIsCountedByTenantOverBothLanes() {
    fill(2_400, "CASE n % 3 WHEN 0 THEN " + id(ONE) + " ELSE " + id(OTHER) + " END", "n % 2");

    assertThat(backlog()).containsEntry(ONE, 800L).containsEntry(OTHER, 1_600L).hasSize(2);
  }

  @Test
  void aLongOneIsEstimatedByTenant() {
    fill(200_000, "CASE WHEN n % 4 = 0 THEN " + id(ONE) + " ELSE " + id(OTHER) + " END", "1");

    assertThat(backlog().get(ONE)).isCloseTo(50_000L, Percentage.withPercentage(15));
    assertThat(backlog().get(OTHER)).isCloseTo(150_000L, Percentage.withPercentage(15));
  }

  @Test
  void aTenantAmongTheStormOfAnotherIsSeenForItself() {
    fill(200_000, "CASE WHEN n % 500 = 0 THEN " + id(ONE) + " ELSE " + id(OTHER) + " END", "1");

    assertThat(backlog()).containsEntry(ONE, 400L);
  }

  @Test
  void whatWasTakenFromTheMiddleIsNotCounted() {
    fill(200_000, id(ONE), "1");
    database.execute("DELETE FROM outbox WHERE id % 5000 < 2500");

    assertThat(backlog().get(ONE)).isCloseTo(100_000L, Percentage.withPercentage(40));
  }

  @Test
  void aRowPutOffLongAgoDoesNotStretchTheQueue() {
    fill(1, id(ONE), "1");
    database.execute("UPDATE outbox SET not_before = now() + interval '1 hour'");
    database.execute("ALTER TABLE outbox ALTER COLUMN id RESTART WITH 900000000");
    fill(50_000, id(OTHER), "1");

    assertThat(backlog().getOrDefault(ONE, 0L)).isZero();
    assertThat(backlog().get(OTHER)).isCloseTo(50_000L, within(5_000L));
  }

  /** Each gateway reads it every second, so a long queue must not cost more than a short one. */
  @Test
  void theCostDoesNotGrowWithTheQueue() {
    fill(200_000, id(ONE), "1");
    database.execute("VACUUM ANALYZE outbox");
    long before = blocks();
    backlog();

    assertThat(blocks() - before).isLessThan(5_000);
  }

  /** How many blocks of the table were read so far, in memory or not. */
  private long blocks() {
    database.execute("SELECT pg_stat_force_next_flush()");
    return database.count(
        "SELECT heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read"
            + " FROM pg_statio_user_tables WHERE relname = 'outbox'");
  }
}
