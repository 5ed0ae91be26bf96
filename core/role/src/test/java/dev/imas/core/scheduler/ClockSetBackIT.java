package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What happens to waiting rows after the database's clock was set back by an hour. Rows that lie an
 * hour ahead simulate it.
 */
class ClockSetBackIT {

  private static final String TENANT = "01890000-0000-7000-8000-000000000001";

  private final TestDatabase database = TestDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aStateChangeThatWasPutOffByThatClockIsFollowedAtOnce() {
    transition(1, "55 minutes");
    transition(2, "5 minutes");

    assertThat(
            database.query(
                "SELECT seq FROM claim_outbox(1::smallint, false,"
                    + " '00000000-0000-0000-0000-000000000000', 10)"))
        .containsExactly("1");
  }

  @Test
  void whetherAPageWasAcceptedIsAskedInItsTimeByTheNewClock() {
    question(1, "64 minutes");
    question(2, "4 minutes");
    question(3, "-1 second");

    assertThat(asked()).containsExactly("3");
    assertThat(
            database.query(
                "SELECT event_seq FROM delivery_outcome"
                    + " WHERE not_before BETWEEN now() AND now() + interval '5 minutes'"
                    + " ORDER BY event_seq"))
        .containsExactly("1", "2");
    assertThat(asked()).isEmpty();
  }

  @Test
  void whatSendersPostedByThatClockIsFollowedAtOnce() {
    String tenants = "SELECT tenant_id FROM sender_action_tenants()";
    for (String table : List.of("sender_action", "sender_note")) {
      posted(table, "30 seconds");
      assertThat(database.query(tenants)).as(table).isEmpty();
      posted(table, "55 minutes");
      assertThat(database.query(tenants)).as(table).containsExactly(TENANT);
      database.execute("DELETE FROM " + table);
    }
  }

  @Test
  void aCardThatWasPutOffByThatClockIsChangedAtOnce() {
    String putOff = card("now() + interval '65 minutes'", "'-infinity'", "1 hour");
    String held = card("now() + interval '61 minutes'", "now() + interval '61 minutes'", "1 hour");
    String waiting = card("now() + interval '5 minutes'", "'-infinity'", "0 seconds");
    String givenUp = card("'infinity'", "'-infinity'", "1 hour");

    assertThat(claimed()).containsExactly(putOff);
    assertThat(
            database.query(
                "SELECT incident_id FROM message_card WHERE busy_until > now() AND busy_until <="
                    + " now() + interval '1 minute' AND scheduled_at <= now()"))
        .as("who has it finishes within one lease")
        .containsExactlyInAnyOrder(putOff, held);
    assertThat(
            database.query(
                "SELECT incident_id FROM message_card WHERE due_at > now() + interval '4 minutes'"))
        .containsExactlyInAnyOrder(waiting, givenUp);
  }

  @Test
  void remindersWaitByTheNewClock() {
    String tenants = "SELECT tenant_id FROM tenants_to_remind(now())";
    reminder("70 minutes", "59 minutes");
    reminder("61 minutes", "60 minutes");
    reminder("10 minutes", "30 seconds");

    assertThat(database.query(tenants)).as("none is due yet").isEmpty();
    assertThat(
            database.query(
                """
                SELECT round(extract(epoch FROM due_at - now()) / 60) FROM incident_reminder
                 WHERE scheduled_at <= now() + interval '1 minute' ORDER BY due_at\
                """))
        .as("they go on from where they were")
        .containsExactly("1", "10", "10");

    reminder("59 minutes", "58 minutes");
    reminder("57 minutes", "50 minutes");
    assertThat(database.query(tenants)).as("what was late is due").containsExactly(TENANT);
  }

  @Test
  void whatIsAskedOfOthersIsAskedAtOnce() {
    database.execute(
        """
        SET session_replication_role = replica; -- without the sources, providers and components
        INSERT INTO sns_certificate (tenant_id, url, asked_at, due_at)
        SELECT '%1$s', n.name, now(), now() + n.due_in FROM (%2$s) AS n (name, due_in);
        INSERT INTO sns_subscription (tenant_id, source_id, topic, message_id, told_at, state, due_at, changed_at)
        SELECT '%1$s', gen_random_uuid(), n.name, '1', now(), 'pending', now() + n.due_in, now()
          FROM (%2$s) AS n (name, due_in);
        INSERT INTO status_probe (tenant_id, component_id, url, every_s, timeout_s, due_at)
        SELECT '%1$s', gen_random_uuid(), n.name, 840, 10, now() + n.due_in FROM (%2$s) AS n (name, due_in);
        INSERT INTO chat_reply (tenant_id, id, provider_id, kind, sealed_to, payload, next_attempt_at, expires_at)
        SELECT '%1$s', gen_random_uuid(), gen_random_uuid(), 'words', '', to_jsonb(n.name), now() + n.due_in,
               now() + n.due_in + interval '5 minutes'
          FROM (%2$s) AS n (name, due_in);
        RESET session_replication_role\
        """
            .formatted(
                TENANT,
                "VALUES ('by the later clock', interval '59 minutes'), ('waits', interval '14"
                    + " minutes')"));
    database.query("SELECT id FROM claim_chat_replies(10, '2 minutes')");

    for (String asked :
        List.of(
            "SELECT url FROM claim_sns_certificates(now(), 10, '1 minute')",
            "SELECT topic FROM claim_sns_confirmations(now(), 10, '1 minute')",
            "SELECT url FROM claim_probes(now(), 10)",
            "SELECT payload #>> '{}' FROM chat_reply WHERE attempts = 1")) {
      assertThat(database.query(asked)).as(asked).containsExactly("by the later clock");
    }
  }

  private void reminder(String dueIn, String scheduledIn) {
    database.execute(
        """
        INSERT INTO tenant (tenant_id, name) VALUES ('%1$s', 'one') ON CONFLICT DO NOTHING;
        INSERT INTO incident_reminder (tenant_id, incident_id, due_at, scheduled_at)
        VALUES ('%1$s', gen_random_uuid(), now() + interval '%2$s', now() + interval '%3$s')\
        """
            .formatted(TENANT, dueIn, scheduledIn));
  }

  private List<String> claimed() {
    return database.query("SELECT incident_id FROM claim_cards(10, '1 minute')");
  }

  /**
   * @return its incident
   */
  private String card(String dueAt, String busyUntil, String scheduledIn) {
    String incident = UUID.randomUUID().toString();
    database.execute(
        """
        INSERT INTO message_card (tenant_id, incident_id, receiver_id, channel, address, provider_id, message_id,
               place, delivery_id, wanted, shown, due_at, busy_until, scheduled_at)
        VALUES ('%s', '%s', gen_random_uuid(), 'slack', 'C1', gen_random_uuid(), '1', 'C1', gen_random_uuid(), 2, 1,
               %s, %s, now() + interval '%s')\
        """
            .formatted(TENANT, incident, dueAt, busyUntil, scheduledIn));
    return incident;
  }

  private void posted(String table, String notBefore) {
    boolean isNote = table.equals("sender_note");
    database.execute(
        """
        INSERT INTO %s (tenant_id, id, fingerprint, source_id, author, received_at, not_before%s)
        VALUES ('%s', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', now(),
               now() + interval '%s'%s)\
        """
            .formatted(table, isNote ? ", note" : "", TENANT, notBefore, isNote ? ", 'n'" : ""));
  }

  private List<String> asked() {
    return database.query("SELECT event_seq FROM claim_outcomes(10, '5 minutes')");
  }

  private void question(int seq, String dueIn) {
    database.execute(
        """
        INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before)
        VALUES ('%s', gen_random_uuid(), %d, 'late', now() + interval '%s')\
        """
            .formatted(TENANT, seq, dueIn));
  }

  private void transition(int seq, String dueIn) {
    database.execute(
        """
        INSERT INTO outbox (tenant_id, fingerprint, seq, kind, priority, severity, source_id,
               service_id, received_at, starts_at, decision, group_key, not_before)
        VALUES ('%s', gen_random_uuid(), %d, 1, 1, 3, gen_random_uuid(), gen_random_uuid(), now(),
               now(), 1, 'group', now() + interval '%s')\
        """
            .formatted(TENANT, seq, dueIn));
  }
}
