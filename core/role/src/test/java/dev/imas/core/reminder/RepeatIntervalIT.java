package dev.imas.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often people are reminded where a rule says so, and what was missed while core was away. */
class RepeatIntervalIT {

  private static final int AUTO_RESOLVE = 1 << 7;

  private RunningCore core = start(Map.of());
  private UUID shop = core.triage;
  private int version;

  private static RunningCore start(Map<String, String> settings) {
    RunningCore core = RunningCore.start(settings);
    core.holdHousekeeping();
    return core;
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().path("id").asText();
  }

  private void rule(String repeat) {
    String team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    shop =
        UUID.fromString(
            made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}"));
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, min_severity)
        VALUES ('%s', gen_random_uuid(), '%s', 'Chat', 'webhook', 'https://example.org/chat', 4)\
        """
            .formatted(core.tenant, team));
    Reply stored =
        core.post(
            "/api/v1/rule-sets",
            "{\"rules\":[{\"name\":\"all\",\"group_by\":[],\"repeat_interval\":\"%s\"}]}"
                .formatted(repeat));
    assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
    version = stored.json().get("version").asInt();
  }

  private void fires() {
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(Event.firing("a", 3, shop, core.now()).inGroup("shop")),
        event ->
            new Routing(
                shop,
                Severity.of(event.severity()),
                event.groupKey(),
                version,
                0,
                (short) AUTO_RESOLVE));
    core.follow();
    calledNow();
  }

  /** The database's clock, by which messages are queued, does not stand still with core's. */
  private void calledNow() {
    core.database.execute(
        "UPDATE delivery SET created_at = '%s'".formatted(core.now().minusMillis(1)));
  }

  private void passes(Duration time) {
    core.clock.move(time);
    core.sweep("incident-reminders");
  }

  private long reminded() {
    return core.database.count("SELECT count(*) FROM delivery WHERE event = 'incident.reminded'");
  }

  @Test
  void theRuleSaysHowOftenAndThatItDoesNotEndAfterADay() {
    rule("PT2H");
    fires();
    passes(Duration.ofMinutes(119));
    assertThat(reminded()).isZero();

    passes(Duration.ofMinutes(1));
    assertThat(reminded()).isEqualTo(1);
    passes(Duration.ofMinutes(119));
    assertThat(reminded()).isEqualTo(1);
    for (int i = 0; i < 36; i++) {
      passes(Duration.ofHours(2));
    }
    assertThat(reminded()).isEqualTo(37);
    assertThat(core.database.query("SELECT message FROM timeline WHERE type = 'REMINDER'"))
        .noneMatch(message -> message.contains("last"));
  }

  @Test
  void theAcknowledgementEndsThem() {
    rule("PT2H");
    fires();
    String incident = core.database.query("SELECT id FROM incident").getFirst();
    assertThat(core.post("/api/v1/incidents/" + incident + "/acknowledge", "{}").status())
        .isEqualTo(200);

    passes(Duration.ofHours(2));

    assertThat(reminded()).isZero();
    assertThat(core.database.count("SELECT count(*) FROM incident_reminder")).isZero();
  }

  @Test
  void itHoldsWhereTheInstallationRemindsOfNothing() {
    core.close();
    core = start(Map.of("IMAS_CORE_REMINDER_UNTIL", "0s"));
    rule("PT5M");
    fires();

    passes(Duration.ofMinutes(5));

    assertThat(reminded()).isEqualTo(1);
  }

  @Test
  void whatWasMissedIsToldOnceWithinAMinuteAndTheMostSevereFirst() {
    int many = 240;
    for (int i = 0; i < many; i++) {
      made(
          "/api/v1/incidents",
          "{\"title\":\"%d\",\"severity\":\"SEV%d\",\"service\":\"%s\"}"
              .formatted(i, 1 + i % 4, core.triage));
    }
    calledNow();
    // Three reminders would have come meanwhile.
    passes(Duration.ofMinutes(45));
    long first = reminded();
    assertThat(first).isLessThan(many / 4);

    passes(Duration.ofSeconds(15));
    assertThat(reminded()).isBetween((long) many / 5, (long) many / 3);
    assertThat(
            core.database.query(
                "SELECT DISTINCT urgency FROM delivery WHERE event = 'incident.reminded' ORDER BY"
                    + " urgency"))
        .contains("1")
        .doesNotContain("3", "4");
    for (int i = 0; i < 9; i++) {
      passes(Duration.ofSeconds(5));
    }
    assertThat(reminded()).isEqualTo(many);
    passes(Duration.ofMinutes(1));
    assertThat(reminded()).isEqualTo(many);
  }
}
