package dev.imas.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cores that queue and notifiers that claim, end and fold, all for the same few incidents. */
class DeliveryRaceIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";
  private static final int INCIDENTS = 4;
  private static final int RECEIVERS = 2;
  private static final int ROUNDS = 120;
  private static final List<String> EVENTS =
      List.of("triggered", "reopened", "severity_changed", "acknowledged", "mitigated", "resolved");
  private static final String CLAIM =
      "SELECT id, incident_id FROM claim_deliveries(3, 2, '{}', '{}', interval '1 hour')";

  private final TestDatabase database = TestDatabase.create();

  DeliveryRaceIT() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'team');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'service', '%1$s');
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT '%1$s', gen_random_uuid(), '%1$s', 'hook', 'webhook', 'http://127.0.0.1/' FROM generate_series(1, %2$d);
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        SELECT '%1$s', gen_random_uuid(), g::text, 'race', '%1$s', 1, 'TRIGGERED', 'alert', 'system', now(), now(), now()
          FROM generate_series(1, %3$d) AS g\
        """
            .formatted(TENANT, RECEIVERS, INCIDENTS));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private interface Work {
    void once(Statement sql, Random dice) throws SQLException;
  }

  @Test
  void whateverWaitsHasOneHeadAndEverythingIsToldInTheEnd()
      throws InterruptedException, ExecutionException, SQLException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int seed = i;
        all.add(threads.submit(() -> repeat(seed, DeliveryRaceIT::queue)));
        all.add(threads.submit(() -> repeat(seed + 10, DeliveryRaceIT::deliver)));
      }
      all.add(threads.submit(() -> repeat(20, DeliveryRaceIT::fold)));
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(database.count("SELECT count(*) FROM delivery")).isGreaterThan(ROUNDS);
    assertThat(
            database.query(
                """
                SELECT incident_id || ' ' || receiver_id || ' ' || count(*) FROM delivery
                 WHERE status IN ('pending', 'sending') AND incident_id IS NOT NULL
                 GROUP BY incident_id, receiver_id
                HAVING count(*) FILTER (WHERE is_head) <> 1 OR count(*) > 3\
                """))
        .isEmpty();

    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute(
          "UPDATE delivery SET next_attempt_at = now() WHERE status IN ('pending', 'sending')");
      connection.commit();
      while (end(sql, "'sent'") > 0) {
        // No row is left that a claim does not find.
        sql.execute("UPDATE delivery SET next_attempt_at = now() WHERE status = 'pending'");
        connection.commit();
      }
    }
    assertThat(
            database.query(
                "SELECT DISTINCT f.status FROM delivery d, delivery_fate(d.tenant_id, d.id) AS f"
                    + " WHERE f.status NOT IN ('sent', 'dead')"))
        .isEmpty();
  }

  private Void repeat(int seed, Work work) throws SQLException {
    Random dice = new Random(seed);
    try (Connection connection = database.connect();
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < ROUNDS; i++) {
        work.once(sql, dice);
        connection.commit();
      }
    }
    return null;
  }

  private static void queue(Statement sql, Random dice) throws SQLException {
    sql.execute(
        """
        WITH moved AS (
          UPDATE incident SET timeline_seq = timeline_seq + 1 WHERE short_id = '%d' RETURNING tenant_id, id, timeline_seq)
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        SELECT m.tenant_id, gen_random_uuid(), m.id, m.timeline_seq, 'incident.%s', c.id, 'webhook', 'x', %d, 'pending',
               '{"incident": {"severity": "SEV1_CRITICAL"}}'
          FROM moved m, team_contact c\
        """
            .formatted(
                1 + dice.nextInt(INCIDENTS),
                EVENTS.get(dice.nextInt(EVENTS.size())),
                1 + dice.nextInt(4)));
  }

  private static void deliver(Statement sql, Random dice) throws SQLException {
    end(sql, List.of("'sent'", "'sent'", "'pending'", "'dead'").get(dice.nextInt(4)));
  }

  /** Claims, and ends each delivery as the notifier does, with the incident locked first. */
  private static int end(Statement sql, String status) throws SQLException {
    List<String> claimed = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(CLAIM)) {
      while (rows.next()) {
        claimed.add("%s %s".formatted(rows.getString(1), rows.getString(2)));
      }
    }
    sql.getConnection().commit();
    for (String row : claimed) {
      String[] ids = row.split(" ", -1);
      if (!ids[1].equals("null")) {
        sql.execute("SELECT FROM incident WHERE id = '" + ids[1] + "' FOR NO KEY UPDATE");
      }
      sql.execute(
          "UPDATE delivery SET status = %s, next_attempt_at = now(), finished_at = now() WHERE id = '%s'"
              .formatted(status, ids[0]));
      sql.getConnection().commit();
    }
    return claimed.size();
  }

  private static void fold(Statement sql, Random dice) throws SQLException {
    sql.execute(
        "SELECT fold_deliveries(tenant_id, id, 1, %d) FROM team_contact"
            .formatted(1 + dice.nextInt(20)));
  }
}
