package dev.imas.notifier.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.ChatReply;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Late answers and forms, as api.slack.com describes them (decision C5). */
class SlackRepliesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
  private static final UUID ID = new UUID(1, 2);
  private static final String ADDRESS = "https://hooks.slack.com/actions/T/B/secret";

  private final SlackReplies slack =
      new SlackReplies("https://slack.com/api", new Secret("xoxb-never-shown"));

  private WebRequest request(ChatReply reply) {
    return slack.request(ID, reply);
  }

  private static JsonObject body(WebRequest request) {
    return new JsonObject(new String(request.body(), StandardCharsets.UTF_8));
  }

  private Outcome read(int status, Map<String, String> headers, String body) {
    return slack.read(new WebReply.Answered(status, headers, body, true), NOW);
  }

  @Test
  void wordsGoToTheAddressThatCameAlongAndLeaveTheMessageAsItIs() {
    WebRequest sent =
        request(new ChatReply.Words(Map.of("response_url", ADDRESS, "trigger_id", "t"), "Done"));
    assertThat(sent.address()).isEqualTo(ADDRESS);
    assertThat(sent.headers()).doesNotContainKey("Authorization");
    assertThat(body(sent))
        .isEqualTo(
            new JsonObject(
                "{\"response_type\":\"ephemeral\",\"replace_original\":false,\"text\":\"Done\"}"));
    assertThat(sent.toString()).doesNotContain("secret");
  }

  @Test
  void withoutOneTheyAreWrittenWhereThePersonAsked() {
    WebRequest mentioned =
        request(new ChatReply.Words(Map.of("channel", "C1", "user", "U1"), "Done"));
    assertThat(mentioned.address()).isEqualTo("https://slack.com/api/chat.postEphemeral");
    assertThat(mentioned.headers()).containsEntry("Authorization", "Bearer xoxb-never-shown");
    WebRequest direct = request(new ChatReply.Words(Map.of("channel", "D1"), "Done"));
    assertThat(direct.address()).isEqualTo("https://slack.com/api/chat.postMessage");
    assertThatThrownBy(() -> request(new ChatReply.Words(Map.of("trigger_id", "t"), "Done")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFormOpensByItsTrigger() {
    WebRequest sent =
        request(
            new ChatReply.Form(
                Map.of("trigger_id", "t1", "response_url", ADDRESS),
                Json.MAPPER.createObjectNode().put("type", "modal")));
    assertThat(sent.address()).isEqualTo("https://slack.com/api/views.open");
    assertThat(body(sent).getString("trigger_id")).isEqualTo("t1");
    assertThat(body(sent).getJsonObject("view").getString("type")).isEqualTo("modal");
  }

  @Test
  void bothKindsOfAnswersAreRead() {
    assertThat(read(200, Map.of(), "ok")).isInstanceOf(Outcome.Accepted.class);
    assertThat(read(200, Map.of(), "{\"ok\":true}")).isInstanceOf(Outcome.Accepted.class);
    assertThat(read(404, Map.of(), "expired_url")).isNotInstanceOf(Outcome.Retry.class);
    assertThat(read(502, Map.of(), "")).isInstanceOf(Outcome.Retry.class);
    assertThat(read(429, Map.of("retry-after", "7"), ""))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    assertThat(read(200, Map.of("retry-after", "7"), "{\"ok\":false,\"error\":\"ratelimited\"}"))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
    assertThat(read(200, Map.of(), "{\"ok\":false,\"error\":\"fatal_error\"}"))
        .isInstanceOf(Outcome.Retry.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"expired_trigger_id", "exchanged_trigger_id", "invalid_auth", "token_revoked"})
  void aRefusalIsOne(String error) {
    assertThat(read(200, Map.of(), "{\"ok\":false,\"error\":\"" + error + "\"}"))
        .isEqualTo(new Outcome.Refused("Slack refused: " + error, 200));
  }
}
