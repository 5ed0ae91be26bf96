package dev.imas.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Teams and people are receivers of deliveries alike. */
class ReceiverIT {

  private static final UUID TENANT = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final UUID HOOK = UUID.fromString("01890000-0000-7000-8000-00000000000a");
  private static final UUID PHONE = UUID.fromString("01890000-0000-7000-8000-00000000000b");
  private static final UUID INCIDENT = UUID.fromString("01890000-0000-7000-8000-00000000000c");
  private static final int CROWD = 20_000;

  private final TestDatabase database = TestDatabase.create();

  ReceiverIT() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'team');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'service', '%1$s');
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        VALUES ('%1$s', '%2$s', '%1$s', 'hook', 'webhook', 'http://127.0.0.1/', 2);
        INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%1$s', '%1$s', 'kim', 'kim@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', '%3$s', '%1$s', 'Phone', 'sms', '+33612345678', now());
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        VALUES ('%1$s', '%4$s', 'A', 'down', '%1$s', 1, 'TRIGGERED', 'api', 'system', now(), now(), now())\
        """
            .formatted(TENANT, HOOK, PHONE, INCIDENT));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aPersonsMethodIsToldLikeATeamsContact() throws SQLException {
    delivery(HOOK, 1, "incident.triggered");
    delivery(PHONE, 2, "incident.triggered");
    assertThat(told())
        .containsExactly(
            "webhook http://127.0.0.1/ 2", // the team's: from SEV2 on
            "sms +33612345678 4");
  }

  @Test
  void whatIsNotVerifiedOrOfSomebodyWhoIsGoneIsNoReceiver() throws SQLException {
    delivery(PHONE, 1, "incident.triggered");
    for (String gone :
        List.of(
            "UPDATE user_contact SET verified_at = NULL",
            "UPDATE user_contact SET is_active = false",
            "UPDATE user_account SET is_active = false",
            "UPDATE user_account SET deleted_at = now()",
            "DELETE FROM user_contact")) {
      try (Connection owner = database.connect()) {
        owner.setAutoCommit(false);
        owner.createStatement().execute(gone);
        assertThat(
                strings(
                    owner, "SELECT is_active::text FROM imas.receiver WHERE id = '" + PHONE + "'"))
            .as(gone)
            .doesNotContain("true");
        owner.rollback();
      }
    }
    database.execute("UPDATE user_account SET is_active = false");
    assertThat(told()).isEmpty();
    assertThat(claim()).containsExactly(PHONE + " incident.triggered the contact is not active");
  }

  /** A chat that got a new id is stored, unless somebody has changed the address meanwhile. */
  @Test
  void anAddressThatMovedIsStored() {
    for (UUID contact : List.of(HOOK, PHONE)) {
      String move = "SELECT imas.receiver_moved('%s', '%s', '%s', '%s', 'new')";
      String channel = contact.equals(HOOK) ? "webhook" : "sms";
      String from = contact.equals(HOOK) ? "http://127.0.0.1/" : "+33612345678";
      database.query(move.formatted(TENANT, contact, channel, "another"));
      assertThat(address(contact)).isEqualTo(from);
      database.query(move.formatted(TENANT, contact, channel, from));
      assertThat(address(contact)).isEqualTo("new");
    }
  }

  private String address(UUID contact) {
    return database
        .query("SELECT address FROM imas.receiver WHERE id = '" + contact + "'")
        .getFirst();
  }

  /** NTF-30: the code that verifies a method reaches it, though it is not verified. */
  @Test
  void onlyACodeAndATestReachWhatIsNotVerified() throws SQLException {
    database.execute("UPDATE user_contact SET verified_at = NULL");
    delivery(PHONE, 0, "contact.verification");
    assertThat(claim()).containsExactly(PHONE + " contact.verification null");
    assertThat(database.query("SELECT alone::text FROM delivery")).containsExactly("true");
  }

  /** A claim takes all that waits for somebody who is gone; this would repeat a code at once. */
  @Test
  void aCodeThatFailedKeepsItsPause() throws SQLException {
    database.execute("UPDATE user_contact SET verified_at = NULL");
    delivery(PHONE, 0, "contact.verification");
    database.execute("UPDATE delivery SET next_attempt_at = now() + interval '1 minute'");
    assertThat(claim()).isEmpty();
    database.execute("UPDATE delivery SET next_attempt_at = now()");
    assertThat(claim()).hasSize(1);
  }

  /** A plan that reads all contacts of all people would slow every page down. */
  @Test
  void ofACrowdOnlyTheReceiverIsRead() throws SQLException {
    delivery(PHONE, 1, "incident.triggered");
    crowd();
    readsLittle();
    database.execute("ANALYZE user_contact, user_account, team_contact");
    readsLittle();
  }

  private void readsLittle() throws SQLException {
    try (Connection core = core()) {
      strings(core, "SELECT receiver_id::text FROM told_receivers('{" + INCIDENT + "}')");
      strings(
          core,
          """
          SELECT c.name FROM unnest(ARRAY (SELECT id FROM delivery)) AS e(id) JOIN delivery d ON d.id = e.id
            LEFT JOIN LATERAL (SELECT r.name FROM receiver r WHERE r.tenant_id = d.tenant_id AND r.id = d.receiver_id LIMIT 1) AS c
              ON true\
          """);
      strings(
          core, "SELECT EXISTS (SELECT FROM receiver WHERE id = '" + PHONE + "' AND is_active)");
      assertThat(rowsRead(core)).isLessThan(20);
      core.rollback();
    }
    try (Connection notifier = database.connect(DatabaseConfig.Login.NOTIFIER)) {
      notifier.setAutoCommit(false);
      assertThat(strings(notifier, CLAIM)).hasSize(1);
      assertThat(rowsRead(notifier)).isLessThan(20);
      notifier.rollback();
    }
  }

  private static long rowsRead(Connection connection) throws SQLException {
    return Long.parseLong(
        strings(
                connection,
                """
                SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables
                 WHERE relname IN ('user_contact', 'user_account', 'team_contact')\
                """)
            .get(0));
  }

  private void crowd() {
    database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        SELECT '%1$s', lpad(to_hex(i), 32, '0')::uuid, 'u' || i, i || '@example.org', 'responder' FROM generate_series(1, %2$d) AS i;
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT tenant_id, id, id, 'Email', 'email', email, now() FROM user_account WHERE username <> 'kim';
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), '%1$s', 'c', 'email', address FROM user_contact\
        """
            .formatted(TENANT, CROWD));
  }

  private void delivery(UUID receiver, int seq, String event) {
    database.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload)
        VALUES ('%s', gen_random_uuid(), %s, %d, '%s', '%s', 'sms', 'x', 1, 'pending', '{}')\
        """
            .formatted(TENANT, seq == 0 ? "NULL" : "'" + INCIDENT + "'", seq, event, receiver));
  }

  private Connection core() throws SQLException {
    Connection core = database.connect(DatabaseConfig.Login.APP);
    core.setAutoCommit(false);
    core.createStatement().execute("SET imas.tenant = '" + TENANT + "'");
    return core;
  }

  private List<String> told() throws SQLException {
    try (Connection core = core()) {
      return strings(
          core,
          "SELECT concat_ws(' ', channel, address, min_severity) FROM told_receivers('{"
              + INCIDENT
              + "}') ORDER BY channel DESC");
    }
  }

  private static final String CLAIM =
      "SELECT receiver_id || ' ' || event || ' ' || coalesce(gone, 'null')"
          + " FROM claim_deliveries(10, 4, '{}', '{}', interval '30 s')";

  private List<String> claim() throws SQLException {
    try (Connection notifier = database.connect(DatabaseConfig.Login.NOTIFIER)) {
      notifier.setAutoCommit(true);
      return strings(notifier, CLAIM);
    }
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
