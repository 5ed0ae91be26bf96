package dev.imas.gateway.alertmanager;

import static dev.imas.gateway.TestGateway.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Silences as Alertmanager's clients write and read them. The cases of updates are Alertmanager's.
 */
class SilencesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestGateway gateway;
  private static String key;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    key = silencer(gateway.tenant(), "silencer");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static String silencer(UUID tenant, String name) {
    TestGateway.Source source =
        gateway.addSource(tenant, name, "ALERTMANAGER", "{\"may_silence\":true}", true, null);
    gateway.awaitLive(source.key());
    return source.key();
  }

  private static Instant now() {
    return gateway.clock().instant();
  }

  private static ObjectNode silence(Instant from, Instant to, String... matchers) {
    ObjectNode silence = JSON.createObjectNode();
    for (String matcher : matchers) {
      ObjectNode one = silence.withArray("matchers").addObject();
      one.put("name", matcher.substring(0, matcher.indexOf('=')));
      one.put("value", matcher.substring(matcher.indexOf('=') + 1));
      one.put("isRegex", false);
    }
    return silence
        .put("startsAt", from.toString())
        .put("endsAt", to.toString())
        .put("createdBy", "ana")
        .put("comment", "because");
  }

  private static Reply post(String ofKey, JsonNode silence) {
    return gateway.post(
        ofKey, "/api/v2/silences", silence.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String stored(JsonNode silence) {
    Reply reply = post(key, silence);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json().get("silenceID").asText();
  }

  private static Reply get(String path) {
    return TestGateway.send(gateway.withKey(path, key).GET());
  }

  private static Reply delete(String id) {
    return TestGateway.send(gateway.withKey("/api/v2/silence/" + id, key).DELETE());
  }

  private static String state(String id) {
    return get("/api/v2/silence/" + id).json().at("/status/state").asText();
  }

  @Test
  void silenceIsReadAsItWasWritten() {
    ObjectNode written = silence(now(), now().plusSeconds(600), "alertname=Disk", "team=db");
    written
        .withArray("matchers")
        .addObject()
        .put("name", "host")
        .put("value", "a.*")
        .put("isRegex", true)
        .put("isEqual", false);
    String id = stored(written);

    JsonNode read = get("/api/v2/silence/" + id).json();

    assertThat(read.get("id").asText()).isEqualTo(id);
    assertThat(read.at("/status/state").asText()).isEqualTo("active");
    assertThat(read.get("createdBy").asText()).isEqualTo("ana");
    assertThat(read.get("comment").asText()).isEqualTo("because");
    assertThat(Instant.parse(read.get("endsAt").asText())).isEqualTo(now().plusSeconds(600));
    assertThat(read.get("matchers")).hasSize(3);
    assertThat(read.get("matchers").toString())
        .contains("{\"isEqual\":false,\"isRegex\":true,\"name\":\"host\",\"value\":\"a.*\"}")
        .contains("{\"isEqual\":true,\"isRegex\":false,\"name\":\"team\",\"value\":\"db\"}");
    assertThat(get("/api/v2/silences").json().toString()).contains(id);
  }

  @Test
  void activeSilenceKeepsItsIdOnlyIfItsPastStays() {
    Instant begun = now();
    ObjectNode silence = silence(begun, begun.plusSeconds(600), "alertname=Active");
    String id = stored(silence);
    gateway.clock().move(Duration.ofSeconds(10));

    assertThat(
            stored(
                silence.deepCopy().put("id", id).put("endsAt", begun.plusSeconds(900).toString())))
        .as("another end")
        .isEqualTo(id);
    assertThat(stored(silence.deepCopy().put("id", id).put("comment", "more")))
        .as("another comment")
        .isEqualTo(id);
    assertThat(get("/api/v2/silence/" + id).json().get("comment").asText()).isEqualTo("more");

    String moved =
        stored(silence.deepCopy().put("id", id).put("startsAt", begun.plusSeconds(5).toString()));
    assertThat(moved).as("another start").isNotEqualTo(id);
    assertThat(state(id)).isEqualTo("expired");
    assertThat(Instant.parse(get("/api/v2/silence/" + moved).json().get("startsAt").asText()))
        .as("what is new begins now")
        .isEqualTo(now());

    ObjectNode other =
        silence(begun.plusSeconds(5), begun.plusSeconds(600), "alertname=Other").put("id", moved);
    assertThat(stored(other)).as("other matchers").isNotEqualTo(moved);
    assertThat(state(moved)).isEqualTo("expired");
  }

  @Test
  void pendingSilenceKeepsItsIdWhileItIsToCome() {
    ObjectNode silence =
        silence(now().plusSeconds(60), now().plusSeconds(600), "alertname=Pending");
    String id = stored(silence);
    assertThat(state(id)).isEqualTo("pending");

    assertThat(
            stored(
                silence.deepCopy().put("id", id).put("startsAt", now().plusSeconds(30).toString())))
        .isEqualTo(id);
    String early =
        stored(silence.deepCopy().put("id", id).put("startsAt", now().minusSeconds(1).toString()));
    assertThat(early).isNotEqualTo(id);
    assertThat(state(early)).isEqualTo("active");
    assertThat(state(id)).isEqualTo("expired");
  }

  @Test
  void expiredSilenceIsFollowedByANewOneAndStaysReadable() {
    ObjectNode silence = silence(now(), now().plusSeconds(600), "alertname=Expired");
    String id = stored(silence);
    assertThat(delete(id).status()).isEqualTo(200);
    assertThat(delete(id).status()).as("again").isEqualTo(200);
    assertThat(state(id)).isEqualTo("expired");

    String next = stored(silence.deepCopy().put("id", id));
    assertThat(next).isNotEqualTo(id);
    assertThat(state(next)).isEqualTo("active");
  }

  @Test
  void unknownIdsAre404() {
    String unknown = UUID.randomUUID().toString();
    assertThat(post(key, silence(now(), now().plusSeconds(60), "a=b").put("id", unknown)).status())
        .isEqualTo(404);
    for (String id : List.of(unknown, "4711")) {
      assertThat(get("/api/v2/silence/" + id).status()).isEqualTo(404);
      assertThat(delete(id).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          endsAt    | 2020-01-01T00:00:00Z | start time must be before end time
          startsAt  | yesterday            | date-time
          comment   | ''                   | why
          createdBy | ''                   | who
          """)
  void faultsAreJsonStrings(String member, String value, String words) {
    Reply reply = post(key, silence(now(), now().plusSeconds(60), "a=b").put(member, value));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().isTextual()).isTrue();
    assertThat(reply.json().asText()).contains(words);
  }

  @Test
  void matchersMustSayWhatTheyHide() {
    assertThat(post(key, silence(now(), now().plusSeconds(60))).json().asText())
        .contains("at least one matcher");
    assertThat(post(key, silence(now(), now().plusSeconds(60), "a=")).json().asText())
        .contains("must not match the empty string");
    ObjectNode broken = silence(now(), now().plusSeconds(60));
    broken
        .withArray("matchers")
        .addObject()
        .put("name", "a")
        .put("value", "(")
        .put("isRegex", true);
    assertThat(post(key, broken).status()).isEqualTo(400);
    assertThat(post(key, JSON.createArrayNode()).status()).isEqualTo(400);
  }

  @Test
  void keyMaySilenceOnlyIfItsSourceMay() {
    ObjectNode silence = silence(now(), now().plusSeconds(60), "alertname=Forbidden");
    Reply refused = post(KEY, silence);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().asText()).contains("may_silence");
    String id = stored(silence);
    assertThat(TestGateway.send(gateway.withKey("/api/v2/silence/" + id, KEY).DELETE()).status())
        .isEqualTo(403);
    assertThat(TestGateway.send(gateway.withKey("/api/v2/silence/" + id, KEY).GET()).status())
        .as("a key that reads its own alerts alone")
        .isEqualTo(403);
    assertThat(state(id)).isEqualTo("active");
  }

  @Test
  void tenantsSeeOnlyTheirOwn() {
    String id = stored(silence(now(), now().plusSeconds(60), "alertname=Own"));
    String other = silencer(gateway.addTenant("other"), "others");

    for (String path : List.of("/api/v2/silence/" + id, "/api/v2/silences")) {
      assertThat(TestGateway.send(gateway.withKey(path, other).GET()).body())
          .doesNotContain("\"id\":\"" + id);
    }
    assertThat(TestGateway.send(gateway.withKey("/api/v2/silence/" + id, other).DELETE()).status())
        .isEqualTo(404);
    assertThat(
            post(other, silence(now(), now().plusSeconds(60), "alertname=Own").put("id", id))
                .status())
        .isEqualTo(404);
    assertThat(state(id)).isEqualTo("active");
  }

  @Test
  void filterTestsTheTextsOfTheMatchers() {
    String id = stored(silence(now(), now().plusSeconds(60), "alertname=Filtered", "team=db"));

    assertThat(ids("alertname=\"Filtered\"")).contains(id);
    assertThat(ids("team=~\"d.\"")).contains(id);
    assertThat(ids("team!=\"db\"")).doesNotContain(id);
    assertThat(ids("other=\"x\"")).doesNotContain(id);
    assertThat(get("/api/v2/silences?filter=%7Bnonsense").status()).isEqualTo(400);
  }

  private static List<String> ids(String filter) {
    return StreamSupport.stream(
            get("/api/v2/silences?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8))
                .json()
                .spliterator(),
            false)
        .map(silence -> silence.get("id").asText())
        .toList();
  }
}
