package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nights on which whoever is on call changes while an incident escalates (issue, 8.6). In plain
 * words: given a schedule, when it changes, then these are called.
 */
class EscalationNightsIT {

  private final EscalationScene scene = new EscalationScene();

  @BeforeEach
  void annIsOnCallAndThenBob() {
    for (String name : List.of("ann", "bob", "eve")) {
      scene.person(name, "sms");
    }
    schedule("ann", "bob");
    scene.policy(
        1, "PT1H", "", EscalationScene.onCallAfter("PT0S"), EscalationScene.onCallAfter("PT5M"));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** A day each, the first person's turn began an hour ago. */
  private void schedule(String... people) {
    String start =
        scene.core.now().truncatedTo(ChronoUnit.MINUTES).minus(1, ChronoUnit.HOURS).toString();
    scene.made(
        "/api/v1/schedules",
        """
        {"name": "Shop", "team": "%s", "time_zone": "UTC",
         "layers": [{"name": "all", "start": "%s", "every": "P1D", "slots": [["%s"]]}]}\
        """
            .formatted(
                scene.team,
                start.substring(0, "2026-01-01T00:00".length()),
                String.join("\"],[\"", people)));
  }

  private void override(String user, Duration forThatLong) {
    scene.made(
        "/api/v1/schedules/Shop/overrides",
        "{\"user\":\"%s\",\"until\":\"%s\"}".formatted(user, scene.core.now().plus(forThatLong)));
  }

  @Test
  void anOverrideInMidEscalationIsFollowedByTheNextStep() {
    String incident = scene.opens("SEV1");
    scene.accepts();
    scene.passes(Duration.ofMinutes(4));
    override("eve", Duration.ofHours(1));
    scene.passes(Duration.ofMinutes(1));

    assertThat(scene.called(incident)).containsExactly("ann/sms", "eve/sms");
  }

  @Test
  void anOverrideThatHasEndedIsNotFollowedAnyMore() {
    override("eve", Duration.ofMinutes(3));
    String incident = scene.opens("SEV1");
    scene.accepts();
    scene.passes(Duration.ofMinutes(5));

    assertThat(scene.called(incident)).containsExactly("eve/sms", "ann/sms");
  }

  @Test
  void theHandOverInMidEscalationIsFollowedByTheNextStep() {
    scene.core.clock.move(Duration.ofMinutes(23 * 60 - 2));
    String incident = scene.opens("SEV1");
    scene.accepts();
    scene.passes(Duration.ofMinutes(5));

    assertThat(scene.called(incident)).containsExactly("ann/sms", "bob/sms");
  }

  /** Decision M13: whoever leaves keeps the slot, and the next in the order covers it. */
  @Test
  void whoHasLeftTheCompanyWhileOnCallIsCoveredByTheNext() {
    leaves("ann");
    String incident = scene.opens("SEV1");
    scene.accepts();

    assertThat(scene.called(incident)).containsExactly("bob/sms");
  }

  @Test
  void whoLeavesTheCompanyInMidEscalationIsNotCalledAgain() {
    String incident = scene.opens("SEV1");
    scene.accepts();
    leaves("ann");
    scene.passes(Duration.ofMinutes(5));

    assertThat(scene.called(incident)).containsExactly("ann/sms", "bob/sms");
  }

  private void leaves(String name) {
    Reply read = scene.core.get("/api/v1/users/" + name);
    Reply reply =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/users/" + name,
            """
            {"username":"%1$s","email":"%1$s@example.org","role":"responder","is_active":false}\
            """
                .formatted(name),
            "if-match",
            "\"" + read.json().get("version").asText() + "\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }
}
