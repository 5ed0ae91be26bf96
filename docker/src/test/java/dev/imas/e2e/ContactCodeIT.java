package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.ContactCode;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.database.RunningCore;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NTF-30: a person gets a code by the channel that is to page them, and sends it back. */
class ContactCodeIT {

  private final PagingScene scene = new PagingScene(Map.of(), Map.of());
  private final String token;

  ContactCodeIT() {
    scene.core.post(
        "/api/v1/users",
        "{\"username\":\"kim\",\"email\":\"kim@example.org\",\"role\":\"responder\"}");
    token = scene.core.logIn("kim");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private RunningCore.Reply kim(String path, String json) {
    return scene.core.send(token, "POST", "/api/v1/users/kim/contacts" + path, json);
  }

  private static String code(JsonNode queued) {
    return ContactCode.of(
        new SecretBox(new byte[32]), UUID.fromString(queued.get("delivery").asText()));
  }

  private String status(JsonNode queued) {
    return scene
        .core
        .get("/api/v1/deliveries/" + queued.get("delivery").asText())
        .json()
        .get("status")
        .asText();
  }

  @Test
  void theCodeArrivesWhereItWasSentAndVerifies() {
    kim(
        "",
        "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"%s\"}"
            .formatted(scene.receiver.url("/kim")));
    JsonNode queued = kim("/hook/send-code", "{}").json();
    FakeReceiver.Received arrived = scene.receiver.await(1).get(0);
    assertThat(arrived.header("X-IMAS-Event")).isEqualTo("contact.verification");
    assertThat(arrived.body()).contains("Your IMAS code is " + code(queued));
    Await.until("sent", () -> status(queued), "sent"::equals);
    assertThat(kim("/hook/verify", "{\"code\":\"" + code(queued) + "\"}").status()).isEqualTo(200);
  }

  @Test
  void aVendorShowsNothingButTheCode() {
    scene.core.post(
        "/api/v1/providers",
        "{\"name\":\"ntfy\",\"type\":\"ntfy\",\"config\":{\"server_url\":\"%s\",\"default_topic\":\"ops\"}}"
            .formatted(scene.receiver.url("")));
    kim("", "{\"name\":\"phone\",\"channel\":\"ntfy\",\"address\":\"kims-phone\"}");
    JsonNode queued = kim("/phone/send-code", "{}").json();
    String body = scene.receiver.await(1).get(0).body();
    assertThat(body)
        .contains("Your IMAS code is " + code(queued))
        .contains("good for 10 minutes")
        .contains("kims-phone")
        .doesNotContain("TRIGGERED")
        .doesNotContain("SEV");
    assertThat(kim("/phone/verify", "{\"code\":\"" + code(queued) + "\"}").status()).isEqualTo(200);
  }

  @Test
  void aCodeThatIsRefusedIsTriedOnce() {
    kim(
        "",
        "{\"name\":\"hook\",\"channel\":\"webhook\",\"address\":\"%s\"}"
            .formatted(scene.receiver.url("/kim")));
    scene.receiver.replies(Reply.status(503));
    JsonNode queued = kim("/hook/send-code", "{}").json();
    Await.until("dead", () -> status(queued), "dead"::equals);
    assertThat(scene.receiver.requests()).hasSize(1);
  }

  private void aWallOfDiscord() {
    scene.core.post(
        "/api/v1/providers",
        "{\"name\":\"wall\",\"type\":\"discord\",\"priority\":1,\"config\":{\"webhook_url\":\"%s\"}}"
            .formatted(scene.receiver.url("/wall")));
  }

  private JsonNode codeForAMember() {
    kim("", "{\"name\":\"chat\",\"channel\":\"discord\",\"address\":\"700000000000000001\"}");
    return kim("/chat/send-code", "{}").json();
  }

  @Test
  void aWallReachesNoMember() {
    aWallOfDiscord();
    JsonNode queued = codeForAMember();
    Await.until("dead", () -> status(queued), "dead"::equals);
    assertThat(scene.receiver.requests()).isEmpty();
  }

  /** Only a bot can write to a person, whatever provider comes first. */
  @Test
  void aMemberOfAGuildGetsTheCodeFromTheBot() {
    aWallOfDiscord();
    scene.receiver.replies(
        request ->
            new Reply.Status(200, Map.of("content-type", "application/json"), "{\"id\":\"71\"}"));
    scene.core.post(
        "/api/v1/providers",
        "{\"name\":\"bot\",\"type\":\"discord_bot\",\"config\":{\"bot_token\":\"t\",\"guild_id\":\"800000000000000001\",\"url\":\"%s\"}}"
            .formatted(scene.receiver.url("/api/v10")));
    JsonNode queued = codeForAMember();
    Await.until("sent", () -> status(queued), "sent"::equals);
    assertThat(scene.receiver.requests().getFirst().path())
        .isEqualTo("/api/v10/users/@me/channels");
    assertThat(scene.receiver.requests().getLast().path())
        .isEqualTo("/api/v10/channels/71/messages");
    assertThat(scene.receiver.requests().getLast().body()).contains(code(queued));
    assertThat(kim("/chat/verify", "{\"code\":\"" + code(queued) + "\"}").status()).isEqualTo(200);
  }
}
