package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ONC-05, M13: a team is told once a day what is wrong with its schedules. */
class ScheduleWarningIT {

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @BeforeEach
  void furnish() {
    scene.core.post(
        "/api/v1/teams/Payments/contacts", "{\"name\":\"chat\",\"channel\":\"console\"}");
    scene.moveTo(0.4);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private void withAGapAtNight() {
    scene.api.post(
        "/schedules",
        scene.dailyJson(",\"hours\":[{\"start\":\"08:00\",\"length\":\"PT16H\"}]", "alice", "bob"));
  }

  /** The titles of what was sent, with the receiver's channel. */
  private List<String> told() {
    return scene.core.database.query(
        "SELECT channel || ': ' || (payload #>> '{incident,title}') FROM imas.delivery"
            + " WHERE about_kind = 'schedule' ORDER BY created_at, id");
  }

  @Test
  void gapsAreToldToTheTeamsChannelsOnceADayWhileTheyStand() {
    withAGapAtNight();
    assertThat(scene.run("schedule-warnings")).isEqualTo("1 warnings");
    assertThat(told()).containsExactly("console: On-call schedule Primary: 14 gaps");
    assertThat(scene.run("schedule-warnings")).as("again on that day").isEqualTo("0 warnings");
    scene.moveTo(1.4);
    assertThat(scene.run("schedule-warnings")).as("on the next day").isEqualTo("1 warnings");
    assertThat(told()).hasSize(2);
  }

  @Test
  void nobodyIsToldAtNightOrOfASoundSchedule() {
    scene.daily("alice", "bob");
    assertThat(scene.run("schedule-warnings")).isEqualTo("0 warnings");
    withNoMoreSchedules();
    withAGapAtNight();
    scene.moveTo(1.2);
    assertThat(scene.run("schedule-warnings")).isEqualTo("not before 08:00");
    assertThat(told()).isEmpty();
  }

  @Test
  void theTimeOfDayIsThatOfTheTenantsZone() {
    withAGapAtNight();
    core(
        "PUT",
        "/api/v1/delivery-policy",
        "{\"time_zone\":\"America/New_York\",\"group_every\":\"PT15M\",\"digest_at\":\"08:00\"}");
    assertThat(scene.run("schedule-warnings")).as("at 04:36").isEqualTo("not before 08:00");
    scene.moveTo(0.6);
    assertThat(scene.run("schedule-warnings")).as("at 09:24").isEqualTo("1 warnings");
    scene.moveTo(1.1);
    assertThat(scene.run("schedule-warnings")).as("on that evening").isEqualTo("0 warnings");
  }

  private void core(String method, String path, String json) {
    assertThat(scene.core.send(scene.core.token, method, path, json, "if-match", "\"1\"").status())
        .isEqualTo(200);
  }

  private void withNoMoreSchedules() {
    scene.core.send(scene.core.token, "DELETE", "/api/v1/schedules/Primary", null);
  }

  @Test
  void withoutChannelsTheLeadsAreToldByMail() {
    scene.core.database.execute("DELETE FROM imas.team_contact WHERE name = 'chat'");
    scene.core.send(
        scene.core.token, "PUT", "/api/v1/teams/Payments/members/carol", "{\"role\":\"lead\"}");
    withAGapAtNight();
    scene.run("schedule-warnings");
    assertThat(told()).containsExactly("email: On-call schedule Primary: 14 gaps");
    assertThat(
            scene.core.database.query(
                "SELECT address FROM imas.delivery WHERE about_kind = 'schedule'"))
        .containsExactly("carol@example.org");
  }

  /** The slot stays, so that the order is the same once they are back. */
  @Test
  void whoIsInactiveKeepsTheSlotAndIsCoveredByTheNextInTheOrder() {
    scene.daily("alice", "bob", "carol");
    scene.core.database.execute(
        "UPDATE imas.user_account SET is_active = false WHERE username = 'bob'");
    scene.run("people-inactive");
    scene.core.clock.move(Duration.ofSeconds(1));
    assertThat(scene.called(1.5)).isEqualTo("carol");
    assertThat(scene.order(1, 7)).isEqualTo("carol carol alice carol carol alice");
    JsonNode shown =
        scene
            .api
            .check("GET", "/schedules/{id}", scene.core.get("/api/v1/schedules/Primary"))
            .json();
    assertThat(ScheduleScene.users(shown.get("inactive"), "/username")).isEqualTo("bob");
    scene.run("schedule-warnings");
    assertThat(told()).containsExactly("console: On-call schedule Primary: 1 deactivated person");

    scene.core.database.execute(
        "UPDATE imas.user_account SET is_active = true WHERE username = 'bob'");
    scene.moveTo(4.5);
    scene.run("people-inactive");
    scene.moveTo(4.6);
    assertThat(scene.called(1.5)).as("the past stays").isEqualTo("carol");
    assertThat(scene.order(5, 9)).isEqualTo("carol alice bob carol");
  }
}
