package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do to incidents over the JSON API: actions, many at once, and corrections. */
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

  private static Reply edit(JsonNode incident, int version, String patch) {
    return api.check(
        "PATCH",
        "/incidents/{id}",
        core.send(
            core.token,
            "PATCH",
            "/api/v1/incidents/" + incident.get("id").asText(),
            patch,
            "if-match",
            "\"" + version + "\""));
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
        .contains("the known members are message");
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
    assertProblem(
        core.send(
            stranger,
            "PATCH",
            "/api/v1/incidents/" + incident.get("id").asText(),
            "{\"title\":\"mine\"}",
            "if-match",
            "\"1\""),
        404);
    assertThat(
            core.get("/api/v1/incidents/" + incident.get("id").asText())
                .json()
                .get("version")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void correctionsAreKeptInTheTimeline() {
    core.user("ann", "responder");
    JsonNode incident = incident("typo", "SEV3");
    Reply edited =
        edit(
            incident,
            1,
            "{\"title\":\"Type\",\"description\":\"All\",\"lead\":\"ann\",\"severity\":\"P4\"}");

    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.header("etag")).isEqualTo("\"2\"");
    assertThat(edited.json().get("title").asText()).isEqualTo("Type");
    assertThat(edited.json().get("description").asText()).isEqualTo("All");
    assertThat(edited.json().get("lead").asText()).isEqualTo("ann");
    assertThat(edited.json().get("severity").asText()).isEqualTo("SEV4_LOW");
    assertThat(messages(edited.json()))
        .endsWith(
            "Title changed from “typo” to “Type”",
            "Description changed from “” to “All”",
            "Lead changed from nobody to ann",
            "Severity changed from SEV3_MEDIUM to SEV4_LOW");
    JsonNode entry = edited.json().at("/timeline/4");
    assertThat(entry.get("type").asText()).isEqualTo("SEVERITY_CHANGE");
    assertThat(entry.at("/metadata/from").asText()).isEqualTo("SEV3_MEDIUM");
    assertThat(entry.get("created_by").asText()).isEqualTo("bootstrap admin");
    assertThat(pages(incident)).containsExactly("incident.triggered 3 console");

    Reply removed = edit(incident, 2, "{\"lead\":null,\"description\":null}");
    assertThat(removed.json().get("lead").isNull()).isTrue();
    assertThat(removed.json().get("description").asText()).isEmpty();
    Reply nothing = edit(incident, 3, "{\"title\":\"Type\"}");
    assertThat(nothing.header("etag")).isEqualTo("\"3\"");
    assertThat(messages(nothing.json())).isEqualTo(messages(removed.json()));
  }

  @Test
  void aRaiseCallsAgain() {
    JsonNode incident = incident("worse", "SEV3");
    act(incident, "acknowledge", "");
    Reply raised = edit(incident, 2, "{\"severity\":\"SEV1\"}");
    assertThat(raised.json().get("status").asText()).isEqualTo("ACKNOWLEDGED");
    assertThat(pages(incident))
        .containsExactly(
            "incident.triggered 3 console",
            "incident.acknowledged 3 console",
            "incident.severity_changed 1 console");
  }

  @Test
  void anotherTeamIsCalledAndTheFormerOneIsTold() {
    UUID ours = core.service("moved from");
    UUID theirs = core.service("moved to");
    contact(ours, "email", "ours@example.org");
    contact(theirs, "webhook", "https://theirs.example.org");
    core.database.execute("UPDATE service SET aliases = '{Till}' WHERE id = '" + theirs + "'");
    JsonNode incident = incident("not ours", "SEV2", ours);
    Reply moved = edit(incident, 1, "{\"service\":\"till\"}");

    assertThat(moved.json().at("/service/id").asText()).isEqualTo(theirs.toString());
    assertThat(moved.json().at("/team/name").asText()).isEqualTo("team of moved to");
    assertThat(messages(moved.json()))
        .endsWith(
            "Team changed from team of moved from to team of moved to",
            "Service changed from moved from to moved to");
    act(incident, "resolve", "");
    assertThat(pages(incident))
        .containsExactly(
            "incident.triggered 2 email",
            "incident.handed_over 2 email",
            "incident.service_changed 2 webhook",
            "incident.resolved 2 webhook");
    assertThat(core.get("/api/v1/incidents?service=moved%20to").json().get("items")).hasSize(1);

    assertThat(edit(incident, 3, "{\"service\":\"" + ours + "\"}").status()).isEqualTo(200);
    assertThat(pages(incident)).as("what is over calls nobody").hasSize(4);
  }

  @Test
  void theTeamThatWasCalledHearsTheEndThoughTheServiceIsGivenAway() {
    UUID given = core.service("given away");
    UUID theirs = core.service("given to");
    contact(given, "email", "ours@example.org");
    contact(theirs, "webhook", "https://theirs.example.org");
    JsonNode incident = incident("ours, then theirs", "SEV2", given);
    giveTo(given, "team of given to");
    act(incident, "acknowledge", "");
    act(incident, "resolve", "");
    assertThat(pages(incident))
        .containsExactly(
            "incident.triggered 2 email",
            "incident.acknowledged 2 email",
            "incident.resolved 2 email");

    JsonNode next = incident("theirs alone", "SEV2", given);
    assertThat(pages(next)).containsExactly("incident.triggered 2 webhook");
    act(incident, "reopen", "{\"message\":\"again\"}");
    act(incident, "resolve", "");
    assertThat(pages(incident))
        .endsWith(
            "incident.reopened 2 webhook",
            "incident.resolved 2 email",
            "incident.resolved 2 webhook");
  }

  @Test
  void whoHandedAnIncidentOverHearsOfItAgainOnceItIsBack() {
    UUID ours = core.service("to and from");
    UUID theirs = core.service("from and to");
    contact(ours, "email", "ours@example.org");
    contact(theirs, "webhook", "https://theirs.example.org");
    JsonNode incident = incident("to and fro", "SEV2", ours);
    assertThat(edit(incident, 1, "{\"service\":\"from and to\"}").status()).isEqualTo(200);
    act(incident, "acknowledge", "");
    assertThat(edit(incident, 3, "{\"service\":\"to and from\"}").status()).isEqualTo(200);
    act(incident, "resolve", "");
    assertThat(pages(incident))
        .containsExactly(
            "incident.triggered 2 email",
            "incident.handed_over 2 email",
            "incident.service_changed 2 webhook",
            "incident.acknowledged 2 webhook",
            "incident.handed_over 2 webhook",
            "incident.service_changed 2 email",
            "incident.resolved 2 email");
  }

  @Test
  void newsPassOverContactsThatAreOffOrGone() {
    UUID service = core.service("contacts go");
    contact(service, "email", "off@example.org");
    contact(service, "webhook", "https://gone.example.org");
    contact(service, "console", "console");
    JsonNode incident = incident("fewer people", "SEV2", service);
    String ofTheTeam =
        " AND team_id = (SELECT owner_team_id FROM service WHERE id = '" + service + "')";
    core.database.execute(
        "UPDATE team_contact SET is_active = false WHERE channel = 'email'" + ofTheTeam);
    core.database.execute("DELETE FROM team_contact WHERE channel = 'webhook'" + ofTheTeam);
    act(incident, "resolve", "");
    assertThat(pages(incident)).hasSize(4).endsWith("incident.resolved 2 console");
  }

  @Test
  void alertsStayWithAnIncidentThatWasCorrected() {
    UUID ours = core.service("alerts from");
    UUID theirs = core.service("alerts to");
    Event fire = Event.firing("Slow", 2, ours, core.now());
    core.post(fire);
    core.follow();
    JsonNode incident = core.get("/api/v1/incidents?service=alerts%20from").json().at("/items/0");
    int version = incident.get("version").asInt();
    Reply moved = edit(incident, version, "{\"service\":\"alerts to\",\"severity\":\"SEV4\"}");
    assertThat(moved.json().get("severity").asText()).isEqualTo("SEV4_LOW");

    core.post(Event.firing("Slower", 1, ours, core.now()).inGroup(fire.groupKey()));
    core.follow();
    JsonNode after = core.get("/api/v1/incidents/" + incident.get("id").asText()).json();
    assertThat(after.get("alert_count").asInt()).isEqualTo(2);
    assertThat(after.get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(after.at("/service/id").asText()).isEqualTo(theirs.toString());
    assertThat(core.get("/api/v1/incidents?service=alerts%20from").json().get("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"title\":null}|/title",
        "{\"title\":\" \"}|/title",
        "{\"severity\":null}|/severity",
        "{\"severity\":\"bad\"}|/severity",
        "{\"service\":null}|/service",
        "{\"service\":\"nobody knows\"}|/service",
        "{\"service\":\"00000000-0000-7000-8000-000000000000\"}|/service",
        "{\"lead\":\"\"}|/lead",
        "{\"lead\":\"a\\nb\"}|/lead",
        "{\"lead\":\"nobody\"}|/lead",
        "{\"lead\":{}}|/lead",
        "{\"status\":\"RESOLVED\"}|/status"
      })
  void badPatchesNameWhatIsWrong(String patch, String pointer) {
    JsonNode incident = incident("patch " + patch.hashCode(), "SEV3");
    Reply refused = edit(incident, 1, patch);
    assertProblem(refused, 422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo(pointer);
    assertThat(edit(incident, 1, "{}").json().get("timeline")).hasSize(1);
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

  private static void giveTo(UUID service, String team) {
    String path = "/api/v1/services/" + service;
    Reply is = core.get(path);
    String id = core.database.query("SELECT id::text FROM team WHERE name = '" + team + "'").get(0);
    Reply given =
        core.send(
            core.token,
            "PUT",
            path,
            "{\"name\":\"%s\",\"owner_team\":\"%s\"}".formatted(is.json().get("name").asText(), id),
            "if-match",
            Objects.requireNonNull(is.header("etag")));
    assertThat(given.status()).isEqualTo(200);
  }

  private static void contact(UUID service, String channel, String address) {
    core.database.execute(
        """
        INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)
        SELECT tenant_id, gen_random_uuid(), owner_team_id, '%s', '%s', '%s' FROM service
         WHERE id = '%s'\
        """
            .formatted(channel, channel, address, service));
  }
}
