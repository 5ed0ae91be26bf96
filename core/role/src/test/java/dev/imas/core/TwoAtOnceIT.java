package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people act on one incident at once, and the second is told of the first. */
class TwoAtOnceIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply incident(String title) {
    Reply made =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"%s\",\"service\":\"%s\"}".formatted(title, core.service(title)));
    assertThat(made.status()).isEqualTo(201);
    return read(made.json().get("id").asText());
  }

  private static Reply read(String id) {
    return core.get("/api/v1/incidents/" + id);
  }

  private static String tokenOf(String name) {
    return core.post("/api/v1/tokens", "{\"name\":\"%s\",\"role\":\"operator\"}".formatted(name))
        .json()
        .get("token")
        .asText();
  }

  private static Reply act(String token, Reply seen, String action, String message) {
    String path = "/incidents/" + seen.json().get("id").asText() + "/" + action;
    Reply reply =
        core.send(
            token,
            "POST",
            "/api/v1" + path,
            "{\"message\":\"" + message + "\"}",
            "if-match",
            etag(seen));
    return api.check("POST", "/incidents/{id}/" + action, reply);
  }

  private static String etag(Reply reply) {
    return Objects.requireNonNull(reply.header("etag"));
  }

  @Test
  void whoActsOnAnOlderVersionIsToldWhatCameBetween() {
    Reply seen = incident("Cards are declined");
    act(tokenOf("ann"), seen, "acknowledge", "on it");
    String id = seen.json().get("id").asText();
    core.post("/api/v1/incidents/" + id + "/comments", "{\"message\":\"the vendor was called\"}");
    Reply before = read(id);

    Reply refused = act(tokenOf("ben"), seen, "resolve", "it was the disk");

    assertProblem(refused, 412);
    JsonNode changes = refused.json().get("changes");
    assertThat(changes).hasSize(2);
    assertThat(changes.at("/0/by").asText()).isEqualTo("ann");
    assertThat(changes.at("/0/type").asText()).isEqualTo("STATUS_CHANGE");
    assertThat(changes.at("/0/message").asText()).isEqualTo("on it");
    assertThat(changes.at("/1/message").asText()).isEqualTo("the vendor was called");
    assertThat(refused.json().get("detail").asText()).contains("the vendor was called");
    assertThat(read(id).json()).isEqualTo(before.json());
    assertThat(act(tokenOf("bob"), before, "resolve", "it was the disk").status()).isEqualTo(200);
  }

  @Test
  void theAnswerOfAnActIsWhatTheNextOneIsBasedOn() {
    Reply acknowledged = act(core.token, incident("one after the other"), "acknowledge", "mine");
    assertThat(acknowledged.status()).isEqualTo(200);

    assertThat(act(core.token, acknowledged, "mitigate", "better").status()).isEqualTo(200);
  }

  @Test
  void alertsThatJoinComeBetweenNobody() {
    Reply seen = incident("it grows");
    core.database.execute(
        "UPDATE incident SET alert_count = 7, firing_count = 7, updated_at = now() WHERE id = '%s'"
            .formatted(seen.json().get("id").asText()));

    assertThat(act(core.token, seen, "acknowledge", "mine").status()).isEqualTo(200);
  }

  @Test
  void aCorrectionIsToldTheSame() {
    Reply seen = incident("Disk full");
    act(tokenOf("carl"), seen, "comments", "I look at it");
    String id = seen.json().get("id").asText();

    Reply refused =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + id,
            "{\"severity\":\"SEV1\"}",
            "if-match",
            etag(seen));

    assertProblem(refused, 412);
    assertThat(refused.json().at("/changes/0/by").asText()).isEqualTo("carl");
  }

  @Test
  void aCorrectionOfSeveralThingsIsToldAsAWhole() {
    core.user("ann", "responder");
    Reply seen = incident("Wrong words");
    String id = seen.json().get("id").asText();
    core.send(
        core.token,
        "PATCH",
        "/api/v1/incidents/" + id,
        "{\"title\":\"Right words\",\"lead\":\"ann\"}",
        "if-match",
        etag(seen));

    Reply refused = act(core.token, seen, "acknowledge", "mine");

    assertThat(refused.json().get("changes")).hasSize(2);
    assertThat(refused.json().get("changes").toString()).contains("Right words", "Lead changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"99\"", "three", "*"})
  void aVersionThatNeverWasIsRefused(String etag) {
    Reply seen = incident("never " + etag.replace("\"", ""));
    String path = "/api/v1/incidents/" + seen.json().get("id").asText() + "/acknowledge";

    Reply refused = core.send(core.token, "POST", path, "{}", "if-match", etag);

    assertProblem(refused, 412);
    assertThat(refused.json().has("changes")).isFalse();
    assertThat(core.send(core.token, "POST", path, "{}").status()).isEqualTo(200);
  }

  @Test
  void ofManyAtOnceOneActsAndTheOthersAreToldOfIt() {
    Reply seen = incident("Everybody at once");
    List<CompletableFuture<Reply>> acts = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        String words = "words of " + i;
        acts.add(
            CompletableFuture.supplyAsync(() -> act(core.token, seen, "comments", words), people));
      }
      acts.forEach(CompletableFuture::join);
    }

    List<Reply> replies = acts.stream().map(CompletableFuture::join).toList();
    List<String> said = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (Reply reply : replies) {
      if (reply.status() == 201) {
        said.add(reply.json().get("message").asText());
      } else {
        assertThat(reply.status()).isEqualTo(412);
        assertThat(reply.json().get("changes")).hasSize(1);
        told.add(reply.json().at("/changes/0/message").asText());
      }
    }
    assertThat(said).hasSize(1);
    assertThat(told).hasSize(7).containsOnly(said.getFirst());
  }

  @Test
  void nobodysChangeIsLost() {
    Reply seen = incident("versions");
    String path = "/api/v1/incidents/" + seen.json().get("short_id").asText();
    assertProblem(core.send(core.token, "PATCH", path, "{\"title\":\"a\"}"), 428);
    core.post(path + "/acknowledge", "{}");
    Reply late = core.send(core.token, "PATCH", path, "{\"title\":\"a\"}", "if-match", etag(seen));
    assertProblem(late, 412);
    assertThat(core.get(path).json().get("title").asText()).isEqualTo("versions");
    assertProblem(
        core.send(
            core.tokenWith("patching reader", "read"), "PATCH", path, "{}", "if-match", "\"2\""),
        403);
  }
}
