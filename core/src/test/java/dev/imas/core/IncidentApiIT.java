package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.RunningCore;
import dev.imas.fixtures.RunningCore.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do to incidents over the JSON API: actions, and many at once. */
class IncidentApiIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static JsonNode incident(String title, String severity) {
    UUID service = core.service("service of " + title);
    return incident(title, severity, service);
  }

  private static JsonNode incident(String title, String severity, UUID service) {
    Reply made =
        api.post(
            "/incidents",
            "{\"title\":\"%s\",\"service\":\"%s\",\"severity\":\"%s\"}"
                .formatted(title, service, severity));
    assertThat(made.status()).isEqualTo(201);
    return made.json();
  }

  private static Reply act(JsonNode incident, String action, String body) {
    return api.check(
        "POST",
        "/incidents/{id}/" + action,
        api.send("/incidents/" + incident.get("short_id").asText() + "/" + action, body));
  }

  private static List<String> messages(JsonNode detail) {
    List<String> messages = new ArrayList<>();
    detail.get("timeline").forEach(line -> messages.add(line.get("message").asText()));
    return messages;
  }

  private static List<String> pages(JsonNode incident) {
    return core.database.query(
        "SELECT event || ' ' || urgency || ' ' || channel FROM delivery WHERE incident_id = '%s'"
                .formatted(incident.get("id").asText())
            + " ORDER BY event_seq, channel");
  }

  @Test
  void theTextOfEveryActionIsItsMessage() {
    JsonNode incident = incident("words", "SEV3");
    act(incident, "acknowledge", "{\"message\":\"one\"}");
    act(incident, "mitigate", "{\"message\":\"two\"}");
    act(incident, "comments", "{\"message\":\"three\"}");
    Reply resolved = act(incident, "resolve", "{\"message\":\"four\",\"root_cause\":\"a bug\"}");
    assertThat(resolved.json().get("resolution_note").asText()).isEqualTo("four");
    assertThat(resolved.json().get("root_cause").asText()).isEqualTo("a bug");
    Reply reopened = act(incident, "reopen", "{\"message\":\"five\"}");
    assertThat(messages(reopened.json())).endsWith("one", "two", "three", "four", "five");
    List<String> told =
        core.database.query(
            "SELECT payload ->> 'message' FROM delivery WHERE incident_id = '%s' ORDER BY event_seq"
                .formatted(incident.get("id").asText()));
    assertThat(told).endsWith("one", "two", "four", "five");
  }

  @ParameterizedTest
  @CsvSource({
    "acknowledge, comment",
    "mitigate, note",
    "resolve, reason",
    "reopen, reason",
    "comments, text"
  })
  void whatIsNotKnownIsNamed(String action, String member) {
    JsonNode incident = incident("unknown " + action, "SEV3");
    Reply refused = act(incident, action, "{\"" + member + "\":\"x\"}");
    assertProblem(refused, 422);
    assertThat(refused.json().at("/details/~1" + member).get(0).asText())
        .contains("known are message");
  }

  @Test
  void theFirstWordsForItAreTakenButNotBeside() {
    JsonNode incident = incident("aliases", "SEV3");
    assertThat(act(incident, "comments", "{\"content\":\"hm\"}").json().get("message").asText())
        .isEqualTo("hm");
    assertProblem(act(incident, "resolve", "{\"message\":\"a\",\"note\":\"b\"}"), 422);
    assertThat(act(incident, "resolve", "{\"note\":\"b\"}").json().get("resolution_note").asText())
        .isEqualTo("b");
  }

  @Test
  void manyAreDoneAtOnceEachWithItsOwnResult() {
    JsonNode first = incident("many 1", "SEV3");
    JsonNode second = incident("many 2", "SEV3");
    String shortId = second.get("short_id").asText().toLowerCase(Locale.ROOT);
    Reply done =
        api.post(
            "/incidents/actions",
            "{\"action\":\"acknowledge\",\"message\":\"both\",\"ids\":[\"%s\",\"%s\",\"INC-ZZZZZ\",\"%s\"]}"
                .formatted(first.get("id").asText(), shortId, shortId));

    assertThat(done.status()).isEqualTo(200);
    assertThat(done.json().findValuesAsText("ref"))
        .containsExactly(first.get("id").asText(), shortId, "INC-ZZZZZ", shortId);
    List<Integer> statuses = new ArrayList<>();
    done.json().get("items").forEach(i -> statuses.add(i.get("status").asInt()));
    assertThat(statuses).containsExactly(200, 200, 404, 409);
    assertThat(done.json().get("succeeded").asInt()).isEqualTo(2);
    assertThat(done.json().get("failed").asInt()).isEqualTo(2);
    assertThat(done.json().at("/items/1/incident/status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(done.json().at("/items/3/problem/detail").asText()).contains("ACKNOWLEDGED");
    assertThat(done.json().at("/items/3/problem/request_id").asText())
        .isEqualTo(done.header("x-request-id"));
    assertThat(messages(core.get("/api/v1/incidents/" + shortId).json())).endsWith("both");
    assertThat(pages(second))
        .containsExactly("incident.triggered 3 console", "incident.acknowledged 3 console");
  }

  @Test
  void manyCommentsAreMadeAsOneIs() {
    JsonNode incident = incident("many comments", "SEV3");
    Reply done =
        api.post(
            "/incidents/actions",
            "{\"action\":\"comment\",\"message\":\"hm\",\"ids\":[\"%s\"]}"
                .formatted(incident.get("short_id").asText()));
    assertThat(done.json().at("/items/0/status").asInt()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"action\":\"acknowledge\"}|/ids",
        "{\"action\":\"acknowledge\",\"ids\":[]}|/ids",
        "{\"action\":\"escape\",\"ids\":[\"INC-22222\"]}|/action",
        "{\"ids\":[\"INC-22222\"]}|/action",
        "{\"action\":\"reopen\",\"ids\":[\"INC-22222\"]}|/message",
        "{\"action\":\"mitigate\",\"ids\":[\"INC-22222\"],\"root_cause\":\"x\"}|/root_cause",
        "{\"action\":\"mitigate\",\"ids\":[\"INC-22222\",7]}|/ids/1",
        "{\"action\":\"mitigate\",\"ids\":[\"INC-22222\"],\"comment\":\"x\"}|/comment"
      })
  void badRequestsForManyNameWhatIsWrong(String body, String pointer) {
    Reply refused = api.post("/incidents/actions", body);
    assertProblem(refused, 422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
  }

  @Test
  void moreThanAHundredAreRefused() {
    String ids = String.join(",", Collections.nCopies(101, "\"INC-22222\""));
    assertProblem(
        api.post("/incidents/actions", "{\"action\":\"resolve\",\"ids\":[" + ids + "]}"), 422);
  }

  @Test
  void anotherTenantsIncidentIsNotFoundAmongMany() {
    JsonNode incident = incident("not theirs", "SEV3");
    String stranger = core.tokenOfAnotherTenant("many", "write");
    String body =
        "{\"action\":\"resolve\",\"ids\":[\"%s\"]}".formatted(incident.get("id").asText());
    Reply done = core.send(stranger, "POST", "/api/v1/incidents/actions", body);
    assertThat(done.json().at("/items/0/status").asInt()).isEqualTo(404);
    assertThat(
            core.get("/api/v1/incidents/" + incident.get("id").asText())
                .json()
                .get("version")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void theTimelineIsAListLikeTheOthers() {
    JsonNode incident = incident("history", "SEV3");
    for (int i = 0; i < 4; i++) {
      act(incident, "comments", "{\"message\":\"" + i + "\"}");
    }
    String path = "/api/v1/incidents/" + incident.get("short_id").asText() + "/timeline";
    List<String> read = new ArrayList<>();
    String next = path + "?limit=2";
    int pages = 0;
    while (next != null) {
      Reply page = api.check("GET", "/incidents/{id}/timeline", core.get(next));
      page.json().get("items").forEach(line -> read.add(line.get("message").asText()));
      assertThat(page.json().get("items").size()).isLessThanOrEqualTo(2);
      String link = page.header("link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
      pages++;
    }
    assertThat(read).containsExactly("Opened over the API", "0", "1", "2", "3");
    assertThat(pages).isEqualTo(3);
    assertProblem(core.get(path + "?limit=501"), 400);
    assertProblem(core.get(path + "?cursor=YWJj"), 400);
    assertProblem(core.get(path + "?page=2"), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliveries", "alerts"})
  void listsAreFilteredByEitherNameOfAnIncident(String list) {
    JsonNode incident = incident("filter " + list, "SEV3");
    String shortId = incident.get("short_id").asText();
    List<JsonNode> found = new ArrayList<>();
    for (String ref :
        List.of(shortId, shortId.toLowerCase(Locale.ROOT), incident.get("id").asText())) {
      Reply reply = api.check("GET", "/" + list, core.get("/api/v1/" + list + "?incident=" + ref));
      assertThat(reply.status()).isEqualTo(200);
      found.add(reply.json().get("items"));
    }
    assertThat(found).containsOnly(found.get(0));
    assertThat(found.get(0)).hasSize(list.equals("deliveries") ? 1 : 0);
    assertThat(core.get("/api/v1/" + list + "?incident=INC-ZZZZZ").json().get("items")).isEmpty();
    assertProblem(core.get("/api/v1/" + list + "?incident=nonsense"), 400);
  }

  @Test
  void incidentsAreMadeOnServicesByAnyName() {
    UUID service = core.service("by any name");
    for (String ref : List.of("By Any Name", service.toString())) {
      Reply made =
          api.post("/incidents", "{\"title\":\"for %s\",\"service\":\"%s\"}".formatted(ref, ref));
      assertThat(made.json().at("/service/id").asText()).isEqualTo(service.toString());
    }
    assertProblem(api.post("/incidents", "{\"title\":\"x\",\"service\":\"nobody knows\"}"), 422);
  }
}
