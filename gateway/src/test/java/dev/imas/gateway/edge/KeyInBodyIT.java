package dev.imas.gateway.edge;

import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.RawHttp;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PagerDuty's Events API over HTTP: its keys and its answers. */
class KeyInBodyIT {

  private static final String V2 = "/v2/enqueue";
  private static final String V1 = "/generic/2010-04-15/create_event.json";

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "2", "gateway.trusted-proxies", "127.0.0.1");
    gateway.awaitLive(KEY);
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
  }

  @AfterAll
  static void stop() {
    gateway.ledgerBalances();
    gateway.close();
  }

  private static Reply post(String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        gateway
            .to(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return TestGateway.send(request);
  }

  private static Reply post(String path, String body) {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  /** With the key as the last member. */
  private static String event(String action, String key, String summary) {
    return "{\"event_action\":\"%s\",\"dedup_key\":\"%s\",\"payload\":{\"summary\":\"%s\",\"source\":\"s\",\"severity\":\"error\"},\"routing_key\":\"%s\"}"
        .formatted(action, key, summary, KEY);
  }

  private static void assertInvalid(Reply reply, String error) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(reply.json().get("status").asText()).isEqualTo("invalid event");
    assertThat(reply.json().get("message").asText()).isEqualTo("Event object is invalid");
    assertThat(reply.json().get("errors").get(0).asText()).contains(error);
    assertThat(reply.header("www-authenticate")).isNull();
  }

  @Test
  void opensAndResolvesByTheKeyThatComesLast() {
    Reply trigger = post(V2, event("trigger", "k1", "Opens by its key"));

    assertThat(trigger.status()).as(trigger.body()).isEqualTo(202);
    assertThat(trigger.body())
        .isEqualTo("{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"k1\"}");
    assertThat(gateway.alert("Opens by its key").firing()).isTrue();

    assertThat(post(V2, event("acknowledge", "k1", "")).status()).isEqualTo(202);
    assertThat(gateway.alert("Opens by its key").firing()).isTrue();

    assertThat(post(V2, event("resolve", "k1", "")).status()).isEqualTo(202);
    assertThat(gateway.alerts("status = 1 AND name = 'Opens by its key'")).isEmpty();
  }

  @Test
  void triggerWithoutAKeyIsToldOneThatResolvesIt() {
    Reply trigger =
        post(
            V2,
            "{\"routing_key\":\""
                + KEY
                + "\",\"event_action\":\"trigger\",\"payload\":{\"summary\":\"Keyless\"}}");
    String made = trigger.json().get("dedup_key").asText();

    assertThat(UUID.fromString(made).version()).isEqualTo(7);
    assertThat(gateway.alert("Keyless").firing()).isTrue();

    post(V2, event("resolve", made, ""));

    assertThat(gateway.alerts("status = 1 AND name = 'Keyless'")).isEmpty();
  }

  @Test
  void versionOneIsAnsweredLikeVersionOne() {
    Reply reply =
        post(
            V1,
            "{\"service_key\":\""
                + KEY
                + "\",\"event_type\":\"trigger\",\"incident_key\":\"i\",\"description\":\"Of"
                + " V1\"}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.json().get("incident_key").asText()).isEqualTo("i");
    assertThat(gateway.alert("Of V1").firing()).isTrue();
  }

  @Test
  void changeIsTaken() {
    Reply reply =
        post(
            "/v2/change/enqueue",
            "{\"routing_key\":\"" + KEY + "\",\"payload\":{\"summary\":\"Deployed\"}}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(reply.json().get("status").asText()).isEqualTo("success");
  }

  @Test
  void keyInThePathNeedsNoneInTheBody() {
    Reply reply =
        post(
            "/am/" + KEY + V2,
            "{\"routing_key\":\"another"
                + " vendor's\",\"event_action\":\"trigger\",\"dedup_key\":\"p\",\"payload\":{\"summary\":\"By"
                + " its path\"}}");

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(gateway.alert("By its path").firing()).isTrue();
  }

  @Test
  void compressedBodyIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(event("trigger", "z", "Compressed").getBytes(StandardCharsets.UTF_8));
    }

    Reply reply = post(V2, out.toByteArray(), "Content-Encoding", "gzip");

    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    assertThat(gateway.alert("Compressed").firing()).isTrue();
  }

  @Test
  void unknownKeyIsAnInvalidEvent() {
    assertInvalid(
        post(V2, event("trigger", "k", "x").replace(KEY, "e93facc04764012d7bfb002500d5d1a6")),
        "'routing_key' is not the key of a source");
    assertInvalid(post(V2, "{\"event_action\":\"trigger\"}"), "'routing_key' is missing or blank");
    assertInvalid(post(V1, "{\"event_type\":\"trigger\"}"), "'service_key' is missing or blank");
    assertInvalid(post(V2, "not json"), "'routing_key' is missing or blank");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing-action", "resolve-without-dedup-key"})
  void invalidEventSaysWhatIsWrong(String name) {
    String body =
        new String(
                TestGateway.payload("malformed/pagerduty-v2-" + name + ".json"),
                StandardCharsets.UTF_8)
            .replace("e93facc04764012d7bfb002500d5d1a6", KEY);

    assertInvalid(post(V2, body), "is missing or blank");
  }

  @Test
  void noDeadLetterHoldsTheKey() {
    assertInvalid(post(V2, "{\"routing_key\":\"" + KEY + "\",\"cut off"), "not valid JSON");

    assertThat(
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM dead_letter WHERE dialect = 'pagerduty-events-v2'"
                        + " AND convert_from(body, 'UTF8') LIKE '%routing_key%***%'"))
        .isPositive();
    assertThat(
            gateway
                .database()
                .count(
                    "SELECT count(*) FROM dead_letter WHERE convert_from(body, 'UTF8') LIKE '%"
                        + KEY
                        + "%'"))
        .isZero();
  }

  @Test
  void bodyBeyondTheirOwnLimitIs413() {
    String body = event("trigger", "large", "x".repeat(600_000));

    assertThat(post(V2, body).status()).isEqualTo(413);
    assertThat(post("/am/" + KEY + V2, body).status()).isEqualTo(413);
  }

  @Test
  void sourceThatIsOffIsNeverAnsweredAsARate() {
    TestGateway.Source off =
        gateway.addSource(gateway.tenant(), "off", "PAGERDUTY", "{}", false, null);
    String body = event("trigger", "k", "x").replace(KEY, off.key());
    Await.until(
        "the source to be known", () -> post(V2, body).body(), said -> said.contains("off"));

    assertInvalid(post(V2, body), "switched off");
    assertInvalid(
        post(
            V1,
            "{\"service_key\":\""
                + off.key()
                + "\",\"event_type\":\"trigger\",\"description\":\"x\"}"),
        "switched off");
  }

  /** The room for bodies whose source is not known yet. */
  @Test
  void eachCallerOfATrustedProxyHasAShareOfItsOwn() {
    try (Crowd crowd = new Crowd("127.0.0.1", "198.51.100.1")) {
      Await.until("its share to be used", () -> from("127.0.0.1", "198.51.100.1"), "503"::equals);

      assertThat(from("127.0.0.1", "198.51.100.1, 198.51.100.2"))
          .as("the last one")
          .isEqualTo("202");
      assertThat(from("127.0.0.2", "198.51.100.2")).isEqualTo("202");
    }
  }

  @Test
  void whatAnybodyElseSaysOfItsCallersGivesItNoOtherShare() {
    try (Crowd crowd = new Crowd("127.0.0.2", "198.51.100.1")) {
      Await.until("its share to be used", () -> from("127.0.0.2", "198.51.100.7"), "503"::equals);

      assertThat(from("127.0.0.1", "198.51.100.1")).isEqualTo("202");
    }
  }

  /** Eight posts that use the share of one caller and do not end. */
  private static final class Crowd implements AutoCloseable {
    private static final int LENGTH = 512 << 10;
    private final List<RawHttp> all = new ArrayList<>();

    Crowd(String address, String caller) {
      for (int i = 0; i < 8; i++) {
        all.add(
            RawHttp.from(address, gateway.port())
                .send(head(caller, LENGTH) + "x".repeat(LENGTH - 1)));
      }
    }

    @Override
    public void close() {
      all.forEach(RawHttp::close);
    }
  }

  private static String head(String caller, int length) {
    return "POST /v2/enqueue HTTP/1.1\r\nHost: imas\r\nX-Forwarded-For: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(caller, length);
  }

  /** The status of an event that comes from there. */
  private static String from(String address, String caller) {
    String event = event("acknowledge", "proxied", "");
    try (RawHttp client = RawHttp.from(address, gateway.port())) {
      String answer =
          client.send(head(caller, event.length()) + event).firstHead(Duration.ofSeconds(10));
      return answer.split(" ", 3)[1];
    }
  }
}
