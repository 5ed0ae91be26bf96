package dev.imas.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.notifier.channel.ChatReply;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The answer to an interaction that was put off (decision C5). */
class DiscordRepliesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

  private final DiscordReplies discord = new DiscordReplies("https://discord.com/api/v10/");

  private WebRequest request(Map<String, String> to) {
    return discord.request(new UUID(1, 2), new ChatReply.Words(to, "Done @everyone"));
  }

  @Test
  void itTakesThePlaceOfTheFirstAnswerAndMentionsNobody() {
    WebRequest sent = request(Map.of("application", "9", "token", "aW50ZXJ/../x"));
    assertThat(sent.method()).isEqualTo(HttpMethod.PATCH);
    assertThat(sent.address())
        .isEqualTo("https://discord.com/api/v10/webhooks/9/aW50ZXJ%2F..%2Fx/messages/@original");
    assertThat(sent.headers()).doesNotContainKey("Authorization");
    JsonObject body = new JsonObject(new String(sent.body(), StandardCharsets.UTF_8));
    assertThat(body.getString("content")).isEqualTo("Done @everyone");
    assertThat(body.getJsonObject("allowed_mentions").getJsonArray("parse")).isEmpty();
    assertThatThrownBy(() -> request(Map.of("application", "9")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void discordsAnswersAreRead() {
    assertThat(read(200, "{\"id\":\"1\"}")).isInstanceOf(Outcome.Accepted.class);
    assertThat(read(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}"))
        .isNotInstanceOf(Outcome.Retry.class);
    assertThat(read(401, "{\"message\":\"Invalid Webhook Token\",\"code\":50027}"))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(read(429, "{\"message\":\"You are being rate limited.\",\"retry_after\":1.5}"))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> assertThat(retry.retryAfter()).isEqualTo(Duration.ofMillis(1_500)));
  }

  private Outcome read(int status, String body) {
    return discord.read(new WebReply.Answered(status, Map.of(), body, true), NOW);
  }
}
