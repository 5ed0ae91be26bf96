package dev.imas.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is told of a day, a week and a month, and to whom (SCH-04, SCH-22, SCH-30), in plain words.
 */
class SummaryIT {

  private final RunningCore core = RunningCore.start();
  private String team = "";

  @BeforeEach
  void itIsTuesdayNoonAndSummariesHaveBeenSent() {
    core.holdHousekeeping();
    team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}");
    until("2030-06-11T12:00:00Z");
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

  private void channel(String name, String summaries) {
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, summaries)
        VALUES ('%s', '%s', '%s', '%s', 'webhook', 'https://example.org/%s', '{%s}')\
        """
            .formatted(core.tenant, UUID.randomUUID(), team, name, name, summaries));
  }

  private void member(String name) {
    UUID id = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', '%2$s', '%4$s', '%4$s@example.org', 'responder');
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES ('%1$s', gen_random_uuid(), '%2$s', 'Email', 'email', '%4$s@example.org', now());
        INSERT INTO team_member (tenant_id, team_id, user_id, role) VALUES ('%1$s', '%3$s', '%2$s', 'member')\
        """
            .formatted(core.tenant, id, team, name));
  }

  private String opens(String severity) {
    return made(
        "/api/v1/incidents",
        "{\"title\":\"A %1$s\",\"severity\":\"%1$s\",\"service_name\":\"shop\"}"
            .formatted(severity));
  }

  private void until(String time) {
    core.clock.move(Duration.between(core.now(), Instant.parse(time)));
    core.sweep("summaries");
  }

  /** "Chat: Daily summary: …" */
  private List<String> told() {
    return core.database.query(
        """
        SELECT coalesce(r.name, d.address) || ': ' || (d.payload #>> '{incident,title}')
               || CASE WHEN d.status = 'held' THEN ' (held)' ELSE '' END
          FROM delivery d LEFT JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.event = 'notice.summary' ORDER BY d.created_at, 1\
        """);
  }

  @Test
  void atEightAChannelThatAsksForItIsToldOfTheLastDayOnce() {
    channel("Chat", "daily");
    channel("Other", "");
    String incident = opens("SEV2");
    core.post("/api/v1/incidents/" + incident + "/resolve", "{\"message\":\"done\"}");
    opens("SEV4");

    until("2030-06-12T07:59:59Z");
    assertThat(told()).isEmpty();
    until("2030-06-12T08:00:00Z");
    until("2030-06-12T08:01:00Z");

    assertThat(told()).containsExactly("Chat: Daily summary: 2 opened, 1 resolved, 1 open");
    assertThat(
            core.database.query(
                "SELECT payload #>> '{incident,description}' FROM delivery WHERE event ="
                    + " 'notice.summary'"))
        .first()
        .asString()
        .contains("Opened: 2 (1 SEV2, 1 SEV4)", "Most incidents: shop 2");
  }

  @Test
  void aDayWithoutIncidentsIsToldToo() {
    channel("Chat", "daily");
    until("2030-06-12T08:00:00Z");
    assertThat(told()).containsExactly("Chat: Daily summary: nothing happened");
  }

  @Test
  void theWeekIsToldOnMonday() {
    channel("Chat", "weekly");
    until("2030-06-16T09:00:00Z"); // Sunday
    assertThat(told()).isEmpty();
    until("2030-06-17T08:00:00Z");
    assertThat(told()).containsExactly("Chat: Weekly summary: nothing happened");
  }

  /** SCH-22, DOR-07: with what was delivered, and its report is kept. */
  @Test
  void theMonthIsToldOnItsFirstDayWithWhatWasDelivered() {
    channel("Chat", "monthly");
    for (String state : List.of("success", "success", "failure")) {
      Reply deployed =
          core.post(
              "/api/v1/deployments",
              "{\"key\":\"%1$s\",\"service\":\"shop\",\"environment\":\"prod\",\"state\":\"%2$s\",\"finished_at\":\"%1$s\"}"
                  .formatted(core.now(), state));
      assertThat(deployed.status()).as(deployed.http().body()).isIn(200, 201);
      core.clock.move(Duration.ofHours(3));
    }
    until("2030-06-30T23:00:00Z");
    assertThat(told()).isEmpty();
    until("2030-07-01T08:00:00Z");
    until("2030-07-01T08:01:00Z");

    assertThat(told()).containsExactly("Chat: Monthly summary: no incidents");
    assertThat(
            core.database.query(
                "SELECT payload #>> '{incident,description}' FROM delivery WHERE event ="
                    + " 'notice.summary'"))
        .first()
        .asString()
        .contains(
            "From 2030-06-01 08:00",
            "\nDelivery in 2030-06:\nDeployments to production: 2, days with one: 1\n")
        .contains("Change fail rate: 33 % (1 of 3)");
    assertThat(core.database.query("SELECT month || ' ' || made_by FROM dora_report"))
        .containsExactly("2030-06-01 IMAS");
  }

  @Test
  void aMonthWithoutDeploymentsSaysSo() {
    channel("Chat", "monthly");
    until("2030-08-01T08:00:00Z");
    assertThat(
            core.database.query(
                "SELECT payload #>> '{incident,description}' FROM delivery WHERE event ="
                    + " 'notice.summary'"))
        .first()
        .asString()
        .contains("Nothing was deployed to production.");
  }

  /** The usual matrix collects mail for daily and weekly digests. */
  @Test
  void membersOfTeamsAreToldByMailAsTheMatrixSays() {
    member("ann");
    until("2030-06-12T08:00:00Z");
    assertThat(told()).containsExactly("ann/Email: Daily summary: nothing happened");
  }

  @Test
  void whoHasRulesOfTheirOwnIsNotTold() {
    member("ann");
    core.database.execute(
        "INSERT INTO notification_rule (tenant_id, user_id, urgency, position, wait, contact_id)"
            + " SELECT tenant_id, user_id, 'low', 0, '0', id FROM user_contact WHERE verified_at IS"
            + " NOT NULL");
    until("2030-06-12T08:00:00Z");
    assertThat(told()).isEmpty();
  }

  /** Decision M8: a broadcast waits for the end of somebody's quiet hours. */
  @Test
  void inQuietHoursItWaits() {
    member("ann");
    core.database.execute(
        """
        INSERT INTO notification_preference (tenant_id, user_id, quiet_from, quiet_until, quiet_days)
        SELECT tenant_id, id, '22:00', '09:00', '{1,2,3,4,5,6,7}' FROM user_account WHERE username = 'ann'\
        """);
    until("2030-06-12T08:00:00Z");
    assertThat(told()).containsExactly("ann/Email: Daily summary: nothing happened (held)");
  }

  @Test
  void whatWasMissedIsMadeUpForByTheLastOne() {
    channel("Chat", "daily");
    until("2030-06-15T08:30:00Z");
    assertThat(told()).hasSize(1);
  }

  @Test
  void whatWasSentByAClockThatWasAheadHoldsUpNothing() {
    channel("Chat", "daily");
    until("2030-06-15T08:00:00Z");
    assertThat(told()).hasSize(1);

    until("2030-06-12T08:30:00Z");
    assertThat(told()).as("the last one is not sent again").hasSize(1);
    until("2030-06-13T08:00:00Z");
    assertThat(told()).hasSize(2);
  }
}
