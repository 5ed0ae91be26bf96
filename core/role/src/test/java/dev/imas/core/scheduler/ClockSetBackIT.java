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
