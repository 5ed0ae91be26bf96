package dev.imas.core.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drills that recur, and who is told what went wrong (NTF-30; decision M17). */
class DrillScheduleIT {

  private static final String WEEKLY =
      "{'name':'Weekly','service':'payments','policy':'ladder','severity':'SEV3','factor':3600,"
          + "'days':['tuesday','friday'],'at':'10:00','time_zone':'Europe/Paris'%s}";

  private final RunningCore core = RunningCore.start();

  DrillScheduleIT() {
    core.service("payments");
    person("alice", true);
    person("bob", false);
    person("carol", true);
    policy("ladder", "alice");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private void person(String name, boolean isReachable) {
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
            .formatted(core.tenant, name, name));
    if (isReachable) {
      core.database.execute(
          "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at) SELECT tenant_id, gen_random_uuid(), id, 'Mail', 'email', email, now() FROM user_account WHERE username = '%s'"
              .formatted(name));
    }
  }

  private void policy(String name, String user) {
    post(
        "/escalation-policies",
        "{'name':'%s','steps':[{'notify':[{'type':'user','user':'%s'}]}]}".formatted(name, user));
  }

  private JsonNode post(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isBetween(200, 201);
    return reply.json();
  }

  private JsonNode get(String path) {
    return core.get("/api/v1" + path).json();
  }

  private Reply delete(String path) {
    return core.send(core.token, "DELETE", "/api/v1" + path, null);
  }

  private String plan(String more) {
    return post("/drill-schedules", WEEKLY.formatted(more)).get("id").asText();
  }

  private Reply put(String id, String version, String json) {
    return core.send(
        core.token,
        "PUT",
        "/api/v1/drill-schedules/" + id,
        json.replace('\'', '"'),
        "if-match",
        "\"" + version + "\"");
  }

  /** Its time has come, or it is reported. */
  private void run(String kind, String subject) {
    Await.until(
        kind + " to be there",
        () -> core.get("/api/v1/timers/" + kind + ":" + subject).status(),
        status -> status == 200);
    post("/timers/" + kind + ":" + subject + "/run", "{}");
  }

  private JsonNode drillOf(String schedule, String state) {
    return Await.until(
            "a drill that is " + state,
            () -> get("/drills?schedule=" + schedule),
            list -> list.at("/items/0/state").asText().equals(state))
        .at("/items/0");
  }

  private List<String> notices() {
    return core.database.query(
        """
        SELECT d.address || ': ' || (d.payload #>> '{incident,title}') || ' | ' || (d.payload #>> '{incident,description}')
          FROM delivery d WHERE d.about_kind = 'drill_report'\
        """);
  }

  private @Nullable Instant timer(String schedule) {
    List<String> due =
        core.database.query(
            "SELECT to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM timer"
                + " WHERE kind = 'drill-schedule' AND subject = '"
                + schedule
                + "'");
    return due.isEmpty() ? null : Instant.parse(due.getFirst());
  }

  @Test
  void aScheduleSetsATimerForItsNextTimeInItsZone() {
    JsonNode made = post("/drill-schedules", WEEKLY.formatted(",'owner':'carol'"));

    assertThat(made.at("/service/name").asText()).isEqualTo("payments");
    assertThat(made.at("/policy/name").asText()).isEqualTo("ladder");
    assertThat(made.at("/owner/username").asText()).isEqualTo("carol");
    assertThat(made.get("days").toString()).isEqualTo("[\"tuesday\",\"friday\"]");
    assertThat(made.get("send").asBoolean()).as("real channels are chosen").isFalse();
    assertThat(made.get("last_drill").isNull()).isTrue();
    ZonedDateTime next =
        Instant.parse(made.get("next_at").asText()).atZone(ZoneId.of("Europe/Paris"));
    assertThat(next.toLocalTime()).hasToString("10:00");
    assertThat(next.getDayOfWeek().name()).isIn("TUESDAY", "FRIDAY");
    assertThat(timer(made.get("id").asText())).isEqualTo(next.toInstant());
  }

  @Test
  void atItsTimeADrillGoesThroughThePolicyAndTheNextTimeIsSet() {
    String schedule = plan("");
    Instant first = timer(schedule);
    run("drill-schedule", schedule);

    JsonNode drill = drillOf(schedule, "finished");

    assertThat(drill.get("schedule").asText()).isEqualTo(schedule);
    assertThat(drill.get("started_by").asText()).isEqualTo("schedule Weekly");
    assertThat(drill.get("factor").asInt()).isEqualTo(3600);
    assertThat(drill.at("/summary/people/0").asText()).isEqualTo("alice");
    assertThat(get("/drill-schedules/weekly").at("/last_drill/id").asText())
        .isEqualTo(drill.get("id").asText());
    assertThat(timer(schedule)).isEqualTo(first);
    assertThat(
            core.database.query(
                "SELECT actor_kind FROM audit_entry WHERE action = 'drill.create' AND subject_id ="
                    + " '"
                    + drill.get("id").asText()
                    + "'"))
        .containsExactly("system");
    assertThat(get("/drills?schedule=another").get("items")).isEmpty();
  }

  @Test
  void whatWentWellIsToldToNobody() {
    String schedule = plan("");
    run("drill-schedule", schedule);
    String drill = drillOf(schedule, "finished").get("id").asText();
    run("drill-report", drill);
    Await.until(
        "the report to be written",
        () -> core.get("/api/v1/timers/drill-report:" + drill).status(),
        status -> status == 404);
    assertThat(notices()).isEmpty();
  }

  @Test
  void aPolicyThatADrillScheduleNamesIsNotDeleted() {
    policy("of bob", "bob");
    String schedule =
        post(
                "/drill-schedules",
                WEEKLY.formatted("").replace("'ladder'", "'of bob'").replace("Weekly", "Bobs"))
            .get("id")
            .asText();

    Reply refused = delete("/escalation-policies/of%20bob");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .isEqualTo("the policy is named by drill schedule Bobs; give them another policy first");
    assertThat(delete("/drill-schedules/" + schedule).status()).isEqualTo(204);
    assertThat(delete("/escalation-policies/of%20bob").status()).isEqualTo(204);
  }

  @Test
  void theOwnerIsToldWhoCouldNotBeReached() {
    policy("of bob", "bob");
    String schedule =
        post(
                "/drill-schedules",
                WEEKLY.formatted(",'owner':'carol'").replace("'ladder'", "'of bob'"))
            .get("id")
            .asText();
    run("drill-schedule", schedule);
    String drill = drillOf(schedule, "finished").get("id").asText();
    run("drill-report", drill);

    String told = Await.until("the report", this::notices, list -> list.size() == 1).getFirst();

    assertThat(told)
        .startsWith("carol@example.org: The drill of payments did not reach everyone")
        .contains("bob cannot be reached.", "Step 1 finds nobody.", "“Weekly”");
    assertThat(core.database.query("SELECT event FROM delivery WHERE about_kind = 'drill_report'"))
        .as("no drill's message itself")
        .containsExactly("notice.drill_report");
  }

  @Test
  void withoutAnOwnerTheTeamIsToldOfAMessageThatFailed() {
    post(
        "/teams/team of payments/contacts".replace(" ", "%20"),
        "{'name':'mail','channel':'email','address':'payments@example.org'}");
    String schedule = plan(",'send':true");
    run("drill-schedule", schedule);
    String drill = drillOf(schedule, "finished").get("id").asText();
    core.database.execute(
        "UPDATE delivery SET status = 'dead', last_error = 'HTTP 401' WHERE about_kind = 'drill'");
    run("drill-report", drill);

    String told = Await.until("the report", this::notices, list -> list.size() == 1).getFirst();

    assertThat(told)
        .startsWith("payments@example.org: ")
        .contains("The message to alice by email failed: HTTP 401");
  }

  @Test
  void whatCannotBeStartedIsToldAndTheNextTimeComesAllTheSame() {
    String schedule = plan(",'owner':'carol'");
    core.database.execute("UPDATE escalation_policy SET deleted_at = now()");
    run("drill-schedule", schedule);

    String told = Await.until("the report", this::notices, list -> list.size() == 1).getFirst();

    assertThat(told).startsWith("carol@example.org: The drill “Weekly” could not be started");
    assertThat(get("/drill-schedules/" + schedule).at("/failure/why").asText()).contains("gone");
    assertThat(timer(schedule)).isAfter(core.now());
    assertThat(get("/drills").get("items")).isEmpty();
  }

  /** Else people would be drilled at any hour, when an installation comes back. */
  @Test
  void aDrillThatIsMoreThanAnHourLateIsLeftOut() {
    String schedule = plan(",'owner':'carol'");
    core.database.execute(
        "UPDATE timer SET due_at = now() - interval '61 minutes', try_at = now() WHERE kind ="
            + " 'drill-schedule'");

    JsonNode failure =
        Await.until(
            "its failure",
            () -> get("/drill-schedules/" + schedule).get("failure"),
            node -> !node.isNull());

    assertThat(failure.get("why").asText()).contains("was not running");
    assertThat(get("/drills").get("items")).isEmpty();
    assertThat(timer(schedule)).isAfter(core.now());
  }

  @Test
  void oneThatIsSwitchedOffOrDeletedHasNoTimer() {
    String schedule = plan("");
    assertThat(put(schedule, "1", WEEKLY.formatted(",'is_active':false")).status()).isEqualTo(200);
    assertThat(timer(schedule)).isNull();
    assertThat(get("/drill-schedules/" + schedule).get("next_at").isNull()).isTrue();

    String monthly =
        WEEKLY.formatted("").replace("'days':['tuesday','friday']", "'day_of_month':31");
    Reply on = put(schedule, "2", monthly);
    assertThat(on.json().get("day_of_month").asInt()).isEqualTo(31);
    assertThat(on.json().get("days").isNull()).isTrue();
    assertThat(timer(schedule)).isEqualTo(Instant.parse(on.json().get("next_at").asText()));
    assertThat(put(schedule, "2", monthly).status()).isEqualTo(412);

    assertThat(
            core.send(core.token, "DELETE", "/api/v1/drill-schedules/" + schedule, null).status())
        .isEqualTo(204);
    assertThat(timer(schedule)).isNull();
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_kind = 'drill_schedule'"))
        .containsExactlyInAnyOrder(
            "drill_schedule.create",
            "drill_schedule.update",
            "drill_schedule.update",
            "drill_schedule.delete");
  }

  @Test
  void faultsNameTheirPlace() {
    Reply all =
        core.post(
            "/api/v1/drill-schedules",
            "{\"service\":\"payments\",\"days\":[\"someday\"],\"day_of_month\":32,\"at\":\"25:00\",\"time_zone\":\"Mars\"}");
    assertThat(all.status()).isEqualTo(422);
    assertThat(all.json().toString())
        .contains("/name is missing", "/days send either", "/at is not", "/time_zone is not");
    for (String[] wrong :
        new String[][] {
          {"'payments'", "'nothing'", "/service"},
          {"'ladder'", "'nothing'", "/policy"},
          {"'tuesday'", "'friday'", "/days"},
          {"'10:00'", "'10:00:30'", "/at"}
        }) {
      Reply reply =
          core.post(
              "/api/v1/drill-schedules",
              WEEKLY.formatted("").replace(wrong[0], wrong[1]).replace('\'', '"'));
      assertThat(reply.json().path("pointer").asText()).as(wrong[2]).isEqualTo(wrong[2]);
    }
    assertThat(
            core.post(
                    "/api/v1/drill-schedules",
                    WEEKLY.formatted(",'owner':'nobody'").replace('\'', '"'))
                .json()
                .get("pointer")
                .asText())
        .isEqualTo("/owner");
    plan("");
    assertThat(
            core.post("/api/v1/drill-schedules", WEEKLY.formatted("").replace('\'', '"')).status())
        .isEqualTo(409);
  }
}
