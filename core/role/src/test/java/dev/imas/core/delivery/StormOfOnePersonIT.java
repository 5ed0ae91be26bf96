package dev.imas.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A person's phone in a storm of SEV1 (decision C16): the first five pages of a minute ring alone,
 * and the rest is one page that is sent at once and grows.
 */
class StormOfOnePersonIT {

  private static final UUID TENANT = UUID.fromString("01890000-0000-7000-8000-000000000001");
  private static final UUID HOOK = UUID.fromString("01890000-0000-7000-8000-00000000000a");
  private static final UUID PHONE = UUID.fromString("01890000-0000-7000-8000-00000000000b");
  private static final UUID OTHER = UUID.fromString("01890000-0000-7000-8000-00000000000d");

  private final TestDatabase database = TestDatabase.create();

  StormOfOnePersonIT() {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'acme');
        INSERT INTO team (tenant_id, id, name) VALUES ('%1$s', '%1$s', 'team');
        INSERT INTO service (tenant_id, id, name, owner_team_id) VALUES ('%1$s', '%1$s', 'service', '%1$s');
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        VALUES ('%1$s', '%2$s', '%1$s', 'hook', 'webhook', 'http://127.0.0.1/');
        INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%1$s', '%1$s', 'kim', 'kim@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', '%3$s', '%1$s', 'Phone', 'sms', '+33612345678', now()),
               ('%1$s', '%4$s', '%1$s', 'Chat', 'slack', 'U1', now());
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by,
                              detected_at, created_at, updated_at)
        SELECT '%1$s', lpad(to_hex(n), 32, '0')::uuid, 'INC-' || n, 'down', '%1$s', 1, 'TRIGGERED', 'alert', 'system', now(),
               now(), now()
          FROM generate_series(1, 100) AS n\
        """
            .formatted(TENANT, HOOK, PHONE, OTHER));
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Pages about these incidents, in one statement, as core queues them. */
  private static String pages(UUID receiver, int first, int last, int severity) {
    return """
    INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                          payload)
    SELECT '%s', gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, 1, 'incident.triggered', '%s', 'sms', 'x', %d, 'pending',
           jsonb_build_object('incident', jsonb_build_object('severity', 'SEV1_CRITICAL', 'short_id', 'INC-' || n))
      FROM generate_series(%d, %d) AS n\
    """
        .formatted(TENANT, receiver, severity, first, last);
  }

  private List<String> waiting(UUID receiver) {
    return database.query(
        """
        SELECT event || ' ' || status || ' ' || alone || ' ' || count(*) FROM delivery WHERE receiver_id = '%s'
         GROUP BY event, status, alone ORDER BY 1\
        """
            .formatted(receiver));
  }

  private String told(String member) {
    return database
        .query(
            "SELECT payload #>> '{digest,%s}' FROM delivery WHERE event = 'incidents.digest'"
                .formatted(member))
        .getFirst();
  }

  @Test
  void fivePagesRingAloneAlsoOfOneService() {
    database.execute(pages(PHONE, 1, 5, 1));
    assertThat(waiting(PHONE)).containsExactly("incident.triggered pending true 5");
  }

  @Test
  void theRestIsOnePageThatIsSentAtOnceAndGrows() {
    database.execute(pages(PHONE, 1, 20, 1));
    assertThat(waiting(PHONE))
        .containsExactly(
            "incident.triggered folded false 15",
            "incident.triggered pending true 5",
            "incidents.digest pending true 1");
    assertThat(told("incidents")).isEqualTo("15");

    for (int n = 21; n <= 40; n++) {
      database.execute(pages(PHONE, n, n, 1));
    }

    assertThat(told("incidents")).isEqualTo("35");
    assertThat(waiting(PHONE))
        .containsExactly(
            "incident.triggered folded false 35",
            "incident.triggered pending true 5",
            "incidents.digest pending true 1");
  }

  /** By the link of the one page a person acknowledges all; what a team reads has none (M11). */
  @Test
  void onlyThePageOfAPersonSaysThatItAcknowledgesAll() {
    database.execute(pages(PHONE, 1, 20, 1));
    database.execute(pages(HOOK, 21, 60, 2));
    database.execute("SELECT fold_deliveries('%s', '%s', 0, 1000)".formatted(TENANT, HOOK));
    assertThat(
            database.query(
                """
                SELECT coalesce(payload ->> 'actions', 'none') FROM delivery
                 WHERE event = 'incidents.digest' ORDER BY receiver_id = '%s'\
                """
                    .formatted(PHONE)))
        .containsExactly("none", "[\"acknowledge_all\"]");
  }

  /** Folded counts as told, by the page that it names. */
  @Test
  void whatIsFoldedSharesTheFateOfItsPage() {
    database.execute(pages(PHONE, 1, 8, 1));
    database.execute("UPDATE delivery SET status = 'sent' WHERE event = 'incidents.digest'");
    assertThat(
            database.query(
                "SELECT DISTINCT f.status FROM delivery d, delivery_fate(d.tenant_id, d.id) f WHERE"
                    + " d.status = 'folded'"))
        .containsExactly("sent");
  }

  /** Each channel of the person has its own five. */
  @Test
  void anotherChannelOfThePersonIsCountedApart() {
    database.execute(pages(PHONE, 1, 7, 1));
    database.execute(pages(OTHER, 1, 5, 1));
    assertThat(waiting(OTHER)).containsExactly("incident.triggered pending true 5");
  }

  @Test
  void lessUrgentPagesToThePersonAreNotFolded() {
    database.execute(pages(PHONE, 1, 20, 2));
    assertThat(waiting(PHONE)).containsExactly("incident.triggered pending false 20");
  }

  /** A team's channel is folded by its rate alone, as before. */
  @Test
  void aTeamsChannelIsToldAsBefore() {
    database.execute(pages(HOOK, 1, 20, 1));
    assertThat(waiting(HOOK))
        .containsExactly(
            "incident.triggered pending false 19", "incident.triggered pending true 1");
  }

  /** Two cores queue at once: none waits for the other, and nothing is lost or doubled. */
  @Test
  void whileAnotherCoreFoldsNothingIsLost() throws SQLException {
    try (Connection one = database.connect();
        Connection two = database.connect()) {
      one.setAutoCommit(false);
      two.setAutoCommit(false);
      try (Statement first = one.createStatement();
          Statement second = two.createStatement()) {
        first.execute(pages(PHONE, 1, 10, 1));
        second.execute(pages(PHONE, 11, 30, 1));
      }
      two.commit();
      one.commit();
    }
    assertThat(
            database.count(
                "SELECT count(*) FROM delivery WHERE incident_id IS NOT NULL AND status IN"
                    + " ('pending', 'folded')"))
        .isEqualTo(30);
    assertThat(
            database.count(
                "SELECT sum((payload #>> '{digest,messages}')::int) FROM delivery WHERE event ="
                    + " 'incidents.digest'"))
        .isEqualTo(database.count("SELECT count(*) FROM delivery WHERE status = 'folded'"));
  }
}
