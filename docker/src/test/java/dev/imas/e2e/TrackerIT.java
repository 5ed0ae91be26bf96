package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.FakeTracker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** C62: a task goes to GitHub and comes back, through core and a notifier. */
class TrackerIT {

  private final PagingScene scene =
      new PagingScene(Map.of("IMAS_CORE_TIMER_POLL", "50ms"), Map.of());
  private final FakeTracker tracker = new FakeTracker();
  private final FakeReceiver github = FakeReceiver.start(scene.core.vertx).replies(tracker);

  @AfterEach
  void close() {
    github.close();
    scene.close();
  }

  private JsonNode item() {
    return scene.core.get("/api/v1/items/TASK-1").json();
  }

  @Test
  void whatIsDoneThereIsDoneHereAndTheOtherWayRound() {
    String provider =
        scene
            .core
            .post(
                "/api/v1/providers",
                """
                {"name":"github","type":"github_issues","config":{"repository":"example/shop","token":"t","url":"%s"}}\
                """
                    .formatted(github.url("")))
            .json()
            .get("id")
            .asText();
    String incident = scene.incident("Water in the cellar", "SEV2");
    scene.core.post("/api/v1/incidents/" + incident + "/items", "{\"title\":\"Buy a pump\"}");
    assertThat(scene.core.post("/api/v1/providers/" + provider + "/test", "{}").status())
        .as("a test changes nothing there")
        .isIn(200, 202);

    assertThat(
            scene.core.post("/api/v1/items/TASK-1/tracker", "{\"provider\":\"github\"}").status())
        .isEqualTo(200);
    Await.until(
        "the issue", this::item, one -> one.at("/tracker/key").asText().equals("example/shop#1"));
    assertThat(tracker.issues()).hasSize(1);
    assertThat(tracker.issues().getFirst().text)
        .contains("TASK-1 of IMAS, of the incident INC-")
        .contains("/incidents/" + incident);

    tracker.change(1, "Buy two pumps", false);
    scene.core.database.execute(
        "UPDATE imas.item_link SET next_attempt_at = now() WHERE status = 'pending'");
    Await.until("its end", this::item, one -> one.at("/status/category").asText().equals("done"));
    assertThat(item().get("title").asText()).isEqualTo("Buy two pumps");

    scene.core.post("/api/v1/items/TASK-1/transitions", "{\"to\":\"open\"}");
    Await.until("the issue to be open", () -> tracker.isOpen(1), open -> open);
    assertThat(item().at("/status/category").asText()).isEqualTo("todo");
  }

  @Test
  void nobodyIsPagedByATracker() {
    var contact =
        scene.core.post(
            "/api/v1/teams/" + scene.team + "/contacts",
            "{\"name\":\"t\",\"channel\":\"tracker\",\"address\":\"github\"}");
    assertThat(contact.status()).isEqualTo(422);
    assertThat(contact.json().get("detail").asText()).contains("takes tasks and no messages");
  }

  /** NTF-08: what cannot work is refused where it is written. */
  @Test
  void aTemplateThatMakesNoJsonIsRefusedWithItsPlace() {
    var made =
        scene.core.post(
            "/api/v1/providers",
            """
            {"name":"jira","type":"custom_webhook","config":{"url":"https://jira.example","template":"{\\"a\\": {{title}}}"}}\
            """);
    assertThat(made.status()).isEqualTo(422);
    assertThat(made.json().at("/details/~1config~1template/0").asText())
        .contains("makes no JSON: line 1");
  }

  /** NTF-08: from the incident to the ticket, whose number the delivery shows. */
  @Test
  void anIncidentOpensATicketBySomebodyElsesApi() {
    github.replies(
        new Reply.Status(
            201, Map.of("Content-Type", "application/json"), "{\"ticket\":{\"id\":4711}}"));
    scene.core.post(
        "/api/v1/providers",
        """
        {"name":"desk","type":"custom_webhook","config":{"url":"%s","answer_id":"/ticket/id","authorization":"Bearer t",
         "template":"{{#is_opened}}{\\"subject\\":\\"{{reference}} {{incident_title}}\\"}{{/is_opened}}"}}\
        """
            .formatted(github.url("/tickets")));
    scene.core.post(
        "/api/v1/teams/" + scene.team + "/contacts",
        "{\"name\":\"desk\",\"channel\":\"custom_webhook\",\"address\":\"desk\"}");
    String incident = scene.incident("Water in the \\\"cellar\\\"", "SEV2");
    github.await(1);
    assertThat(github.requests().getFirst().header("Authorization")).isEqualTo("Bearer t");
    assertThat(github.requests().getFirst().body()).contains("Water in the \\\"cellar\\\"");
    Await.until(
        "the ticket's number",
        () ->
            scene.core.database.query(
                "SELECT coalesce(provider_message_id, '') FROM imas.delivery WHERE incident_id = '"
                    + incident
                    + "'"),
        List.of("4711")::equals);
  }
}
