package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagePlanIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int INCIDENTS = 20_000;
  private static final int ASKED = 100;

  /**
   * Decides on a hundred pages of a dead receiver after a storm; each of their incidents has one
   * more page. With core's own login, since a superuser bypasses the policies.
   */
  @Test
  void ofAPageOnlyItsIncidentIsRead() throws SQLException {
    try (TestDatabase database = TestDatabase.create();
        Connection core = database.connect(DatabaseConfig.Login.APP)) {
      readsLittle(core, 0);
      storeIncidents(database);
      readsLittle(core, ASKED);
      database.execute("ANALYZE delivery, timeline");
      readsLittle(core, ASKED);
    }
  }

  private static void storeIncidents(TestDatabase database) {
    database.execute(
        """
        SET session_replication_role = replica; -- no settling of what nobody sends
        CREATE TABLE told AS
        SELECT lpad(to_hex(i), 32, '0')::uuid AS incident, e.seq, e.event, e.status
          FROM generate_series(1, %2$d) AS i,
               (VALUES (1, 'incident.triggered', 'dead'), (4, 'incident.refired', 'dead'),
                       (6, 'incident.resolved', 'sent')) AS e(seq, event, status);
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        SELECT '%1$s', gen_random_uuid(), incident, seq, event, '%1$s', 'webhook', 'x', 2, status, '{}' FROM told;
        INSERT INTO timeline (tenant_id, incident_id, seq, type, author, message)
        SELECT '%1$s', incident, seq, 'STATUS_CHANGE', 'system', '' FROM told\
        """
            .formatted(TENANT, INCIDENTS));
  }

  private static void readsLittle(Connection core, int pages) throws SQLException {
    core.setAutoCommit(false);
    try (Statement sql = core.createStatement()) {
      sql.execute("SELECT set_config('imas.tenant', '" + TENANT + "', true)");
      sql.execute("SET LOCAL plan_cache_mode = force_custom_plan"); // The settings of the follower.
      sql.execute("PREPARE pages AS " + FallbackRepository.PAGES);
      String asked =
          "EXECUTE pages('{%s}', '{%s}', '{incident.triggered,incident.refired}', '%s')"
              .formatted(
                  IntStream.rangeClosed(1, ASKED)
                      .mapToObj(i -> new UUID(0, i).toString())
                      .collect(Collectors.joining(",")),
                  String.join(",", Collections.nCopies(ASKED, "1")),
                  Receiver.CONSOLE.id());
      long before = rowsRead(sql);
      int found = 0;
      try (ResultSet rows = sql.executeQuery(asked)) {
        while (rows.next()) {
          assertThat(rows.getBoolean("is_taken_on")).isFalse();
          assertThat(rows.getBoolean("is_overtaken")).isFalse();
          found++;
        }
      }
      assertThat(found).isEqualTo(pages);
      // The page, its outcome, and the few later rows of its incident in both tables.
      assertThat(rowsRead(sql) - before).isLessThanOrEqualTo(10L * pages);
      sql.execute("DEALLOCATE pages");
    }
    core.rollback();
  }

  /** Of this session; an earlier transaction counts until the session has reported it. */
  private static long rowsRead(Statement sql) throws SQLException {
    try (ResultSet read =
        sql.executeQuery(
            """
            SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
             WHERE relname = 'delivery' OR relname LIKE 'timeline%'\
            """)) {
      read.next();
      return read.getLong(1);
    }
  }
}
