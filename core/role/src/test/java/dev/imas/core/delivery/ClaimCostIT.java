package dev.imas.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How many pages of 8 kB a claim reads, whatever waits, whatever was sent, and whatever the
 * planner's statistics say. No table is analyzed here unless a test says so, as at the beginning of
 * a storm.
 */
class ClaimCostIT {

  private static final UUID TENANT = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final UUID OTHER_TENANT = UUID.fromString("01890000-0000-7000-8000-000000000002");
  private static final UUID FLOODED = UUID.fromString("01890000-0000-7000-8000-00000000000a");
  private static final UUID QUIET = UUID.fromString("01890000-0000-7000-8000-00000000000b");

  /**
   * A claim of four rows, with the index entries it writes, takes 140 to 230. A session's first
   * claim of a page takes 800 to 900 more, which are no claim's: it reads the catalog of each table
   * that it meets, and plans. So a connection claims once before it is measured, as a notifier's
   * has.
   */
  private static final long MOST_PAGES = 300;

  /**
   * A claim that read them all would read 30 pages for a thousand, so of these it would read far
   * too many. A hundred thousand with {@code -Dimas.test.full=true}.
   */
  private static final int MANY = FullSize.or(20_000, 100_000);

  private final TestDatabase database = TestDatabase.create();

  ClaimCostIT() {
    for (UUID tenant : List.of(TENANT, OTHER_TENANT)) {
      database.execute(
          """
          INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', '%1$s');
          INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'team');
          INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'service', '%1$s');
          INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
          SELECT '%1$s', id, '%1$s', 'hook', 'webhook', 'http://127.0.0.1/' FROM unnest('{%2$s, %3$s}'::uuid[]) AS id
          """
              .formatted(tenant, FLOODED, QUIET));
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aNewInstallationClaimsAStormAsItClaimsOnePage() throws SQLException {
    try (Connection notifier = notifier()) {
      // As many as make a connection keep its plan, which is that of an empty table.
      claimsOnePage(notifier);
      for (int i = 0; i < 10; i++) {
        claim(notifier, 4, 4, "{}");
      }
      pages(FLOODED, 4, 20_000);
      assertThat(pagesRead(notifier, 4)).isLessThan(MOST_PAGES);
      assertThat(claim(notifier, 4, 4, "{}")).hasSize(4);
    }
  }

  /** Between the claim of a page and its sending nobody waits for the disk, else everybody does. */
  @Test
  void onlyTheTransactionOfAClaimDoesNotWaitForTheDisk() throws SQLException {
    pages(QUIET, 4, 1);
    try (Connection notifier = notifier()) {
      notifier
          .createStatement()
          .execute("SET synchronous_commit = on"); // Servers of tests have none.
      notifier.setAutoCommit(false);
      assertThat(claim(notifier, 4, 4, "{}")).hasSize(1);
      assertThat(waits(notifier)).isEqualTo("off");
      notifier.commit();
      assertThat(waits(notifier)).isEqualTo("on");
    }
  }

  private static String waits(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SHOW synchronous_commit")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void statisticsOfAQuietHourAndManySentPagesChangeNothing() throws SQLException {
    try (Connection notifier = notifier()) {
      pages(QUIET, 4, 3);
      database.execute("ANALYZE delivery");
      for (int i = 0; i < 10; i++) {
        claim(notifier, 1, 1, "{}");
      }
      pages(FLOODED, 4, MANY);
      sent(QUIET, MANY);

      assertThat(pagesRead(notifier, 4)).isLessThan(MOST_PAGES);

      // Of another receiver and another tenant, and no more urgent than what waits.
      long first = onePage(OTHER_TENANT, QUIET);
      assertThat(first).isEqualTo(1);
      assertThat(claim(notifier, 8, 4, "{}")).contains(OTHER_TENANT + "/" + QUIET);
      String busy = "{\"%s/%s\": 0}".formatted(TENANT, FLOODED);
      onePage(TENANT, QUIET);
      assertThat(claim(notifier, 8, 4, busy)).contains(TENANT + "/" + QUIET).hasSize(1);

      assertThat(cost(notifier, "SELECT * FROM delivery_backlog()")).isLessThan(MANY * 2 / 5);
      assertThat(cost(notifier, "SELECT recall_deliveries(interval '30 s')")).isLessThan(100);
      assertThat(
              cost(
                  notifier,
                  "SELECT * FROM overdue_deliveries('%s', '%s', interval '0', interval '0', 100)"
                      .formatted(TENANT, QUIET)))
          .isLessThan(MOST_PAGES);
    }
    try (Connection core = database.connect(DatabaseConfig.Login.APP)) {
      core.createStatement().execute("SET imas.tenant = '" + TENANT + "'");
      String incident =
          database
              .query("SELECT incident_id FROM delivery WHERE status = 'sending' LIMIT 1")
              .get(0);
      String told = "SELECT * FROM told_receivers('{" + incident + "}')";
      cost(core, told); // a new connection reads the catalog of each table that it has not seen
      assertThat(cost(core, told)).isLessThan(100);
    }
  }

  @Test
  void whatWaitsForAnEarlierMessageOrALaterTimeIsNotReadAtAll() throws SQLException {
    Connection notifier = notifier();
    claimsOnePage(notifier);
    pages(FLOODED, 1, 20_000);
    database.execute(
        """
        SET session_replication_role = replica; -- what keeps heads would take its time
        UPDATE delivery SET next_attempt_at = now() + interval '1 hour';
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload, is_head)
        SELECT tenant_id, gen_random_uuid(), incident_id, 2, event, receiver_id, channel, address, urgency, status, payload,
               false
          FROM delivery\
        """);
    onePage(TENANT, QUIET);
    database.execute("VACUUM delivery"); // What is put off at once leaves its old index entries.
    try (notifier) {
      assertThat(pagesRead(notifier, 4)).isLessThan(MOST_PAGES);
      assertThat(claim(notifier, 4, 4, "{}")).isEmpty();
    }
    assertThat(database.count("SELECT count(*) FROM delivery WHERE status = 'sending'")).isOne();
  }

  @Test
  void whatWaitsForARemovedContactLeavesRoomForLessUrgentPagesOfOthers() throws SQLException {
    pages(FLOODED, 1, 500);
    onePage(OTHER_TENANT, QUIET, 4);
    database.execute("DELETE FROM team_contact WHERE id = '" + FLOODED + "'");
    try (Connection notifier = notifier()) {
      assertThat(claim(notifier, 100, 4, "{}")).contains(OTHER_TENANT + "/" + QUIET).hasSize(26);
    }
  }

  @Test
  void tenantsTakeTurns() throws SQLException {
    // One tenant with a thousand receivers, another with one.
    database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        SELECT '%1$s', gen_random_uuid(), g::text, 'storm', '%1$s', 1, 'TRIGGERED', 'alert', 'system', now(), now(), now()
          FROM generate_series(1, 1500) AS g;
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, id, tenant_id, 'hook', 'webhook', 'http://127.0.0.1/' FROM incident;
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        SELECT tenant_id, gen_random_uuid(), id, 1, 'incident.triggered', id, 'webhook', 'http://127.0.0.1/', 2, 'pending', '{}'
          FROM incident\
        """
            .formatted(TENANT));
    onePage(OTHER_TENANT, QUIET, 2);
    try (Connection notifier = notifier()) {
      assertThat(claim(notifier, 4, 4, "{}")).contains(OTHER_TENANT + "/" + QUIET);
    }
  }

  private void claimsOnePage(Connection notifier) throws SQLException {
    onePage(TENANT, QUIET);
    assertThat(claim(notifier, 4, 4, "{}")).hasSize(1);
    database.execute("DELETE FROM delivery");
  }

  private Connection notifier() throws SQLException {
    Connection connection = database.connect(DatabaseConfig.Login.NOTIFIER);
    connection.setAutoCommit(true);
    return connection;
  }

  private void pages(UUID receiver, int urgency, int count) {
    deliveries(TENANT, receiver, urgency, count, "pending", 0);
  }

  private long onePage(UUID tenant, UUID receiver) {
    return onePage(tenant, receiver, 4);
  }

  private long onePage(UUID tenant, UUID receiver, int urgency) {
    deliveries(tenant, receiver, urgency, 1, "pending", 0);
    return database.count(
        "SELECT count(*) FROM delivery WHERE status = 'pending' AND tenant_id = '%s' AND receiver_id = '%s'"
            .formatted(tenant, receiver));
  }

  /** All of one incident, since only their number matters here. */
  private void sent(UUID receiver, int count) {
    deliveries(TENANT, receiver, 3, 1, "sent", count - 1);
  }

  private void deliveries(
      UUID tenant, UUID receiver, int urgency, int incidents, String status, int more) {
    database.execute(
        """
        SET session_replication_role = replica; -- without what keeps heads: each is its own
        WITH made AS (
          INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                                detected_at, created_at, updated_at)
          SELECT '%1$s', gen_random_uuid(), gen_random_uuid()::text, 'storm', '%1$s', %3$d, 'TRIGGERED', 'alert', 'system',
                 now(), now(), now()
            FROM generate_series(1, %4$d)
          RETURNING id)
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        SELECT '%1$s', gen_random_uuid(), made.id, g, 'incident.triggered', '%2$s', 'webhook', 'http://127.0.0.1/', %3$d,
               '%5$s', '{}'
          FROM made, generate_series(1, 1 + %6$d) AS g\
        """
            .formatted(tenant, receiver, urgency, incidents, status, more));
  }

  private static final String CLAIM =
      "SELECT tenant_id || '/' || receiver_id FROM claim_deliveries(?, ?, ?::jsonb, '{}', interval"
          + " '30 s')";

  /** The receivers for whom a claim found pages. */
  private static List<String> claim(Connection notifier, int most, int room, String rooms)
      throws SQLException {
    try (PreparedStatement claim = notifier.prepareStatement(CLAIM)) {
      claim.setInt(1, most);
      claim.setInt(2, room);
      claim.setString(3, rooms);
      List<String> receivers = new ArrayList<>();
      try (ResultSet rows = claim.executeQuery()) {
        while (rows.next()) {
          receivers.add(rows.getString(1));
        }
      }
      return receivers;
    }
  }

  /**
   * Of four claims: new statistics let a session read the catalog again, and autovacuum may write
   * them more than once.
   */
  private static long pagesRead(Connection notifier, int most) throws SQLException {
    String claim =
        "SELECT * FROM claim_deliveries(%d, 4, '{}', '{}', interval '30 s')".formatted(most);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      least = Math.min(least, cost(notifier, claim));
    }
    return least;
  }

  private static final Pattern BUFFERS = Pattern.compile("shared(?: hit=(\\d+))?(?: read=(\\d+))?");

  private static long cost(Connection notifier, String query) throws SQLException {
    try (Statement explain = notifier.createStatement();
        ResultSet lines = explain.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + query)) {
      while (lines.next()) {
        Matcher buffers = BUFFERS.matcher(lines.getString(1));
        if (lines.getString(1).contains("Buffers:") && buffers.find()) {
          return number(buffers.group(1)) + number(buffers.group(2));
        }
      }
    }
    throw new AssertionError("no buffers in the plan");
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
