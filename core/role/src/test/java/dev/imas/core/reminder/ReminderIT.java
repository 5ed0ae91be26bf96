package dev.imas.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * How a team is reminded of what nobody acknowledges (SCH-02, NTF-23), in plain words. The clock is
 * moved, and the sweep is run by hand.
 */
class ReminderIT {

  private final RunningCore core = RunningCore.start();
  private String team = "";

  @BeforeEach
  void aTeamWithAChat() {
    core.holdHousekeeping();
    team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}");
    channel("Chat", 4);
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private void channel(String name, int minSeverity) {
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        VALUES ('%s', '%s', '%s', '%s', 'webhook', 'https://example.org/%s', %d)\
        """
            .formatted(core.tenant, UUID.randomUUID(), team, name, name, minSeverity));
  }

  private void annIsOnCall() {
    UUID ann = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', '%2$s', 'ann', 'ann@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', gen_random_uuid(), '%2$s', 'Email', 'email', 'ann@example.org', now())\
        """
            .formatted(core.tenant, ann));
    Reply reply =
        core.send(
            core.token,
            "PUT",
            "/api/v1/teams/" + team + "/stand-ins",
            "{\"current_on_call\":\"ann\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private String opens(String severity) {
    String incident =
        made(
            "/api/v1/incidents",
            "{\"title\":\"A %1$s\",\"severity\":\"%1$s\",\"service_name\":\"shop\"}"
                .formatted(severity));
    wasCalledNow(incident, "incident.triggered");
    return incident;
  }

  /** The database's clock, by which messages are queued, does not stand still with core's. */
  private void wasCalledNow(String incident, String event) {
    core.database.execute(
        "UPDATE delivery SET created_at = '%s' WHERE incident_id = '%s' AND event = '%s'"
            .formatted(core.now().minusMillis(1), incident, event));
  }

  private void acts(String incident, String action) {
    Reply reply =
        core.post("/api/v1/incidents/" + incident + "/" + action, "{\"message\":\"by hand\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** Time passes, and core looks at what is due. */
  private void passes(long minutes) {
    core.clock.move(Duration.ofMinutes(minutes));
    core.sweep("incident-reminders");
  }

  private List<String> reminded(String incident) {
    return core.database.query(
        """
        SELECT r.name FROM delivery d JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.incident_id = '%s' AND d.event = 'incident.reminded' ORDER BY d.event_seq, r.name\
        """
            .formatted(incident));
  }

  private List<String> timeline(String incident) {
    return core.database.query(
        "SELECT message FROM timeline WHERE incident_id = '%s' AND type = 'REMINDER' ORDER BY seq"
            .formatted(incident));
  }

  @Test
  void afterTenMinutesTheTeamIsRemindedAndThenEveryQuarterOfAnHour() {
    String incident = opens("SEV2");
    passes(9);
    assertThat(reminded(incident)).isEmpty();

    passes(1);
    assertThat(reminded(incident)).containsExactly("Chat");
    passes(14);
    assertThat(reminded(incident)).hasSize(1);
    passes(1);
    assertThat(reminded(incident)).hasSize(2);
    assertThat(timeline(incident))
        .containsExactly(
            "Reminder: still unacknowledged after 10 min",
            "Reminder: still unacknowledged after 25 min");
  }

  @Test
  void theAcknowledgementEndsThem() {
    String incident = opens("SEV2");
    passes(10);
    acts(incident, "acknowledge");

    passes(60);

    assertThat(reminded(incident)).hasSize(1);
  }

  @Test
  void onlyChannelsThatWantTheSeverityAreReminded() {
    channel("Urgent things", 2);
    String incident = opens("SEV3");

    passes(10);

    assertThat(reminded(incident)).containsExactly("Chat");
  }

  /** Decision M15. */
  @Test
  void whileAnEscalationIsUnderWayNobodyIsReminded() {
    annIsOnCall();
    String incident = opens("SEV1");

    passes(10);
    passes(15);

    assertThat(core.get("/api/v1/incidents/" + incident + "/escalation").json().at("/runs/0/state"))
        .hasToString("\"running\"");
    assertThat(reminded(incident)).isEmpty();
  }

  @Test
  void aReminderStartsNoEscalation() {
    String incident = opens("SEV1");
    annIsOnCall();

    passes(10);

    assertThat(reminded(incident)).containsExactly("Chat");
    assertThat(core.get("/api/v1/incidents/" + incident + "/escalation").json().get("runs"))
        .isEmpty();
  }

  @Test
  void whatWasReopenedIsCalledAgainAndRemindedOfTenMinutesLater() {
    String incident = opens("SEV2");
    acts(incident, "resolve");
    passes(60);
    Reply reply = core.post("/api/v1/incidents/" + incident + "/reopen", "{\"message\":\"again\"}");
    assertThat(reply.status()).isEqualTo(200);
    wasCalledNow(incident, "incident.reopened");

    passes(9);
    assertThat(reminded(incident)).isEmpty();
    passes(1);
    assertThat(reminded(incident)).containsExactly("Chat");
  }

  /** Its mark goes when it is looked at, and comes again. */
  @Test
  void anAcknowledgementThatIsTakenBackBringsThemBack() {
    String incident = opens("SEV2");
    acts(incident, "acknowledge");
    passes(10);
    assertThat(marks()).isZero();

    acts(incident, "unacknowledge");
    wasCalledNow(incident, "incident.unacknowledged");
    passes(9);
    assertThat(reminded(incident)).isEmpty();
    passes(1);
    assertThat(reminded(incident)).containsExactly("Chat");
  }

  private long marks() {
    return core.database.count("SELECT count(*) FROM incident_reminder");
  }

  @Test
  void afterADayTheyEndAndTheLastOneSaysSo() {
    String incident = opens("SEV3");
    passes(23 * 60 + 50);
    assertThat(timeline(incident))
        .containsExactly("Reminder: still unacknowledged after 23 h; this is the last reminder");

    passes(15);

    assertThat(reminded(incident)).hasSize(1);
    passes(15);
    assertThat(marks()).isZero();
  }

  /** SCH-02: never silent for good while a SEV1 is open. */
  @Test
  void aSev1GoesOnOnceAnHourUntilSomebodyAcknowledges() {
    String incident = opens("SEV1");
    passes(23 * 60 + 50);
    assertThat(timeline(incident))
        .containsExactly("Reminder: still unacknowledged after 23 h; next reminder in 60 min");
    passes(30);
    assertThat(reminded(incident)).hasSize(1);
    passes(30);
    assertThat(reminded(incident)).hasSize(2);
    for (int hour = 0; hour < 48; hour++) {
      passes(60);
    }
    assertThat(reminded(incident)).hasSize(50);

    acts(incident, "acknowledge");
    passes(60);
    assertThat(reminded(incident)).hasSize(50);
    assertThat(marks()).isZero();
  }

  @Test
  void aClockThatIsSetBackPutsNoReminderOff() {
    String told = opens("SEV1");
    passes(10);
    assertThat(reminded(told)).hasSize(1);
    String fresh = opens("SEV2");

    passes(-60);
    assertThat(reminded(fresh)).isEmpty();
    passes(10);
    assertThat(reminded(fresh)).containsExactly("Chat");
    passes(5);

    assertThat(reminded(told)).hasSize(2);
    assertThat(timeline(told).getLast()).isEqualTo("Reminder: still unacknowledged");
    passes(10);
    assertThat(reminded(fresh)).hasSize(2);
    passes(5);
    assertThat(reminded(told)).hasSize(3);
  }

  @Test
  void norIsWhatIsCalledAgainByTheNewClock() {
    String incident = opens("SEV2");
    passes(10);
    acts(incident, "resolve");
    core.clock.move(Duration.ofHours(-1));
    acts(incident, "reopen");
    wasCalledNow(incident, "incident.reopened");

    passes(10);

    assertThat(reminded(incident)).hasSize(2);
  }

  @Test
  void oneThatCannotBeToldKeepsNoOtherFromBeingTold() {
    String broken = opens("SEV1");
    String fine = opens("SEV3");
    core.database.execute(
        "ALTER TABLE delivery ADD CONSTRAINT broken CHECK (event <> 'incident.reminded' OR"
            + " incident_id <> '%s') NOT VALID".formatted(broken));

    passes(10);

    assertThat(reminded(fine)).containsExactly("Chat");
    assertThat(timeline(broken)).isEmpty();
  }

  @Test
  void withoutAnEndThereAreNone() {
    try (RunningCore off = RunningCore.start(java.util.Map.of("IMAS_CORE_REMINDER_UNTIL", "0s"))) {
      off.holdHousekeeping();
      String id =
          off.post(
                  "/api/v1/incidents",
                  "{\"title\":\"x\",\"severity\":\"SEV1\",\"service\":\"%s\"}"
                      .formatted(off.triage))
              .json()
              .path("id")
              .asText();
      off.clock.move(Duration.ofMinutes(30));
      assertThat(off.sweep("incident-reminders")).isEqualTo("0 reminded");
      assertThat(
              off.database.count(
                  "SELECT count(*) FROM delivery WHERE incident_id = '%s' AND event = 'incident.reminded'"
                      .formatted(id)))
          .isZero();
    }
  }
}
