package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * From an empty tenant to a page by a vendor, through the API alone: create a provider, test it,
 * create a contact, mend a revoked token (NTF-01, NTF-16).
 */
class ProviderFlowIT {

  private final PagingScene scene = new PagingScene(Map.of(), Map.of());

  @AfterEach
  void close() {
    scene.close();
  }

  private String slack(String token) {
    return "{\"name\":\"slack\",\"type\":\"slack\",\"config\":{\"bot_token\":\"%s\",\"url\":\"%s\"}}"
        .formatted(token, scene.receiver.url("/api"));
  }

  private static Reply said(String body) {
    return new Reply.Status(200, Map.of(), body);
  }

  @Test
  void aProviderIsTestedUsedFoundFailingAndMended() {
    scene.receiver.replies(
        request ->
            request.header("Authorization").equals("Bearer xoxb-good")
                ? said("{\"ok\":true,\"ts\":\"17.1\"}")
                : said("{\"ok\":false,\"error\":\"token_revoked\"}"));
    RunningCore.Reply made = scene.core.post("/api/v1/providers", slack("xoxb-stale"));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);

    JsonNode failed =
        scene.core.post("/api/v1/providers/slack/test", "{\"address\":\"C1\"}").json();
    assertThat(failed.get("status").asText()).isEqualTo("dead");
    assertThat(failed.at("/attempt_log/0/error").asText())
        .isEqualTo("Slack refused: token_revoked");
    assertThat(failed.at("/attempt_log/0/provider").asText())
        .isEqualTo(made.json().get("id").asText());
    Await.until(
        "the error in the provider's health",
        () -> scene.core.get("/api/v1/providers/slack/health").json(),
        health -> health.path("status").asText().equals("failing"));

    RunningCore.Reply mended =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/providers/slack",
            slack("xoxb-good"),
            "if-match",
            "\"1\"");
    assertThat(mended.status()).as("%s", mended.json()).isEqualTo(200);
    scene.core.clock.move(Duration.ofSeconds(5));
    assertThat(
            scene
                .core
                .post("/api/v1/providers/slack/test", "{\"address\":\"C1\"}")
                .json()
                .get("provider_message_id")
                .asText())
        .isEqualTo("17.1");

    RunningCore.Reply contact =
        scene.core.post(
            "/api/v1/teams/payments/contacts",
            "{\"name\":\"room\",\"channel\":\"slack\",\"address\":\"C1\"}");
    assertThat(contact.status()).as("%s", contact.json()).isEqualTo(201);
    String incident = scene.incident("Water in the cellar", "SEV1");
    Await.until(
        "the page to be sent",
        () -> scene.deliveries(incident),
        deliveries -> deliveries.contains("incident.triggered room sent"));
    assertThat(scene.receiver.requests().getLast().body()).contains("Water in the cellar");
  }

  @Test
  void aTestOfAPlaceNeedsNoAddressAndOneOfAnotherTenantIsNowhere() {
    scene.core.post(
        "/api/v1/providers",
        "{\"name\":\"ops\",\"type\":\"discord\",\"config\":{\"webhook_url\":\"%s\"}}"
            .formatted(scene.receiver.url("/hook")));
    assertThat(scene.core.post("/api/v1/providers/ops/test", "{}").json().get("status").asText())
        .isEqualTo("sent");
    String stranger = scene.core.tokenOfAnotherTenant("other", "read,write,admin");
    assertThat(scene.core.send(stranger, "POST", "/api/v1/providers/ops/test", "{}").status())
        .isEqualTo(404);
  }
}
