package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much each person was on call, and how often they were called. */
class FairnessIT {

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @AfterEach
  void stop() {
    scene.close();
  }

  private JsonNode of(String what, String path, double from, double to) {
    return scene
        .api
        .check(
            "GET",
            what,
            scene.core.get(
                "/api/v1%s/fairness?from=%s&to=%s".formatted(path, scene.day(from), scene.day(to))))
        .json()
        .get("items");
  }

  private JsonNode person(int place, double from, double to) {
    return of("/schedules/{id}/fairness", "/schedules/Primary", from, to).get(place);
  }

  @Test
  void hoursAndNightsAreCountedForThePastAndTheFuture() {
    scene.daily("alice", "bob");
    scene.moveTo(2.5);
    scene.run("shifts-done");
    JsonNode alice = person(0, 0, 6);
    assertThat(alice.at("/user/username").asText()).isEqualTo("alice");
    assertThat(alice.get("hours").asDouble()).isEqualTo(72.0);
    assertThat(alice.get("shifts").asInt()).isEqualTo(3);
    assertThat(alice.get("night_hours").asDouble()).as("9 hours of each day").isEqualTo(27.0);
    assertThat(alice.get("nights").asInt()).as("two nights touch each day").isEqualTo(6);
    assertThat(person(1, 0, 6).get("hours").asDouble()).isEqualTo(72.0);
    JsonNode team = of("/teams/{team}/fairness", "/teams/Payments", 0, 6);
    assertThat(ScheduleScene.users(team, "/user/username")).isEqualTo("alice bob");
    assertThat(team.get(0)).isEqualTo(alice);
  }

  /** Where nine o'clock is the middle of the night. */
  @Test
  void nightsAreThoseOfThePersonsOwnZone() {
    scene.daily("alice", "bob");
    scene.core.database.execute(
        "UPDATE imas.user_account SET time_zone = 'Asia/Tokyo' WHERE username = 'bob'");
    JsonNode bob = person(1, 1.375, 1.5); // 9 to 12 UTC, 18 to 21 there
    assertThat(bob.get("time_zone").asText()).isEqualTo("Asia/Tokyo");
    assertThat(bob.get("night_hours").asDouble()).isZero();
    assertThat(person(1, 1.625, 1.75).get("night_hours").asDouble()).isEqualTo(3.0);
  }

  @Test
  void whoWasNotOnCallIsShownWithNothing() {
    scene.daily("alice", "bob");
    assertThat(person(1, 0, 1).get("hours").asDouble()).isZero();
  }

  @Test
  void pagesAreCountedOnceForAllContactsOfAPerson() {
    scene.daily("alice", "bob");
    String alice = scene.user("alice");
    scene.core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        SELECT '%1$s', gen_random_uuid(), '%2$s', c, 'console', c, now() FROM unnest(ARRAY['a', 'b']) AS c\
        """
            .formatted(scene.core.tenant, alice));
    String incident =
        scene
            .core
            .post("/api/v1/incidents", "{\"title\":\"down\",\"severity\":\"SEV3\"}")
            .json()
            .get("id")
            .asText();
    page(alice, incident, 1, "incident.triggered", scene.day(0.1));
    page(alice, incident, 2, "incident.escalated", scene.day(0.5));
    page(alice, incident, 3, "incident.acknowledged", scene.day(0.5));
    page(alice, incident, 4, "incident.escalated", scene.day(1.5));
    JsonNode counted = person(0, 0, 1);
    assertThat(counted.get("pages").asInt()).isEqualTo(2);
    assertThat(counted.get("pages_at_night").asInt()).as("at 02:24").isEqualTo(1);
    assertThat(person(1, 0, 1).get("pages").asInt()).isZero();
  }

  /** To both contacts. */
  private void page(String user, String incident, int seq, String event, Instant at) {
    scene.core.database.execute(
        """
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status,
                              payload, created_at, finished_at)
        SELECT tenant_id, gen_random_uuid(), '%1$s', %2$s, '%3$s', id, channel, address, 3, 'sent', '{}', '%4$s', '%4$s'
          FROM user_contact WHERE user_id = '%5$s'\
        """
            .formatted(incident, 100 + seq, event, at, user));
  }

  @Test
  void tooLongATimeIsRefused() {
    scene.daily("alice");
    assertProblem(
        scene.core.get(
            "/api/v1/schedules/Primary/fairness?from=%s&to=%s"
                .formatted(scene.day(0), scene.day(500))),
        400);
  }
}
