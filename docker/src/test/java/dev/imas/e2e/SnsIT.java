package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.work.Poll;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.SelfSigned;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.sns.SnsErrands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A topic of Amazon SNS subscribes, is confirmed and posts, each role doing its part. */
class SnsIT {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
  private static final String CERTIFICATE =
      "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-6aad65c2.pem";
  private static final String CONFIRMS =
      "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn="
          + TOPIC
          + "&Token=2336412f";

  private static final CoreAndGateway imas = new CoreAndGateway();
  private static final Vertx vertx = Vertx.vertx();
  private static final Pool pool =
      new Database(vertx, imas.database.config())
          .pool(DatabaseConfig.Login.NOTIFIER, "sns", 2, Duration.ofSeconds(10));
  private static final SelfSigned sns =
      SelfSigned.of(
          "sns.amazonaws.com", Instant.now().minusSeconds(60), Instant.now().plusSeconds(3600));
  private static final List<String> asked = new CopyOnWriteArrayList<>();

  @AfterAll
  static void stop() {
    Await.result(vertx.close());
    imas.close();
  }

  private static Future<WebReply> answer(WebRequest request) {
    asked.add(request.address());
    String body = request.address().equals(CERTIFICATE) ? sns.pem() : "<Confirmed/>";
    return Future.succeededFuture(new WebReply.Answered(200, Map.of(), body, true));
  }

  private static void startNotifier() {
    InstantSource clock = InstantSource.system();
    Platform platform =
        new Platform(
            vertx,
            new Database(vertx, imas.database.config()),
            clock,
            new SimpleMeterRegistry(),
            new SecretBox(new byte[32]),
            clock.instant(),
            "test");
    Await.result(
        vertx.deployVerticle(
            SnsErrands.verticle(
                platform,
                new Transactions(pool),
                (tenant, urgent, request) -> answer(request),
                Poll.every(Duration.ofMillis(100)),
                Duration.ofSeconds(2),
                pool::close)));
  }

  private static String signed(Map<String, String> members) {
    StringBuilder text = new StringBuilder();
    members.forEach((name, value) -> text.append(name).append('\n').append(value).append('\n'));
    Map<String, String> all = new LinkedHashMap<>(members);
    all.put("SignatureVersion", "2");
    all.put("SigningCertURL", CERTIFICATE);
    all.put("Signature", sns.sign("SHA256withRSA", text.toString()));
    return Json.write(all);
  }

  private static Map<String, String> members(String... namesAndValues) {
    Map<String, String> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return members;
  }

  private static int post(String key, String body) {
    return imas.post("/api/v1/webhooks/aws-sns", key, body).status();
  }

  private static JsonNode shown() {
    return imas.api("GET", "/api/v1/sources/alarms/subscriptions", null).json();
  }

  @Test
  void topicSubscribesIsConfirmedAndPosts() {
    String key =
        imas.key(
            "{'name':'alarms','type':'AWS_SNS','config':{'sns':{'topics':['" + TOPIC + "']}}}");
    String begins =
        signed(
            members(
                "Message", "You have chosen to subscribe",
                "MessageId", "m1",
                "SubscribeURL", CONFIRMS,
                "Timestamp", Instant.now().toString(),
                "Token", "2336412f",
                "TopicArn", TOPIC,
                "Type", "SubscriptionConfirmation"));
    Await.until("its certificate is missing", () -> post(key, begins), s -> s == 503);
    assertThat(shown().at("/certificates/0/is_there").asBoolean()).isFalse();
    startNotifier();
    Await.until("SNS posts again", () -> post(key, begins), s -> s == 202);
    Await.until("confirmed", () -> shown().at("/items/0/state").asText(), "confirmed"::equals);
    assertThat(asked).containsExactly(CERTIFICATE, CONFIRMS);

    String alarm =
        signed(
            members(
                "Message",
                "{\"AlarmName\":\"disk\",\"AWSAccountId\":\"123456789012\",\"Region\":\"EU\",\"NewStateValue\":\"ALARM\"}",
                "MessageId",
                "m2",
                "Timestamp",
                Instant.now().toString(),
                "TopicArn",
                TOPIC,
                "Type",
                "Notification"));
    assertThat(post(key, alarm)).isEqualTo(202);
    assertThat(post(key, alarm.replace("disk", "cpu"))).isEqualTo(401);
    assertThat(imas.database.count("SELECT count(*) FROM alert_state")).isOne();
  }
}
