package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** C80 and C60: what incidents were caused by, and from when until when customers were hit. */
class CauseIT {

  private static RunningCore core;
  private static ApiDocument document;
  private static String ann;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    document = new ApiDocument();
    core.user("ann", "operator");
    core.user("bob", "responder");
    ann = core.ownToken("ann", "phone", "operator");
    causes(
        "[{'key':'network','label':'Network','causes':[{'key':'dns','label':'DNS'}]},"
            + "{'key':'change','label':'A change'}]");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @Test
  void oneIsChosenAtTheResolveBesideTheText() {
    String incident = incident("chosen");
    Reply resolved =
        send(
            ann,
            "POST",
            "/api/v1/incidents/" + incident + "/resolve",
            "{'message':'done','root_cause':'a zone that expired','cause':'dns'}");
    document.check("POST", "/incidents/{id}/resolve", resolved);
    JsonNode now = resolved.json();
    assertThat(now.get("root_cause").asText()).isEqualTo("a zone that expired");
    assertThat(now.at("/cause/label").asText()).isEqualTo("DNS");
    assertThat(now.at("/cause/parent").asText()).isEqualTo("Network");
    assertThat(now.at("/cause/chosen_by").asText()).isEqualTo("ann (phone)");
    assertThat(messages(now)).endsWith("Cause changed from nothing to Network › DNS");
    assertThat(listed("cause=dns")).containsExactly(incident);

    patch(incident, "{'cause':'unknown'}", 200);
    assertThat(get(incident).at("/cause/key").asText()).isEqualTo("unknown");
    assertThat(listed("cause=dns")).isEmpty();
    patch(incident, "{'cause':null}", 200);
    assertThat(get(incident).get("cause").isNull()).isTrue();
    assertThat(messages(get(incident))).endsWith("Cause changed from Unknown to nothing");
  }

  @Test
  void trendsAreDividedByCause() {
    patch(incident("counted"), "{'cause':'change'}", 200);
    incident("not said");
    patch(incident("said to be unknown"), "{'cause':'unknown'}", 200);

    Reply trend = core.get("/api/v1/metrics/trend?by=cause&period=7d");
    document.check("GET", "/metrics/trend", trend);
    List<String> keys = new ArrayList<>();
    long sum = 0;
    for (JsonNode series : trend.json().get("series")) {
      keys.add(series.get("id").asText());
      sum += series.get("incidents").asLong();
      if (series.get("id").asText().equals("unknown")) {
        assertThat(series.get("name").asText()).isEqualTo("Unknown");
        assertThat(series.get("incidents").asLong()).isGreaterThanOrEqualTo(2);
      }
    }
    assertThat(keys).contains("change", "unknown");
    assertThat(sum).as("each once").isEqualTo(trend.json().get("total").asLong());
  }

  @Test
  void whatIsNoneIsRefusedAndTheIncidentStaysOpen() {
    String incident = incident("refused");
    Reply refused =
        send(ann, "POST", "/api/v1/incidents/" + incident + "/resolve", "{'cause':'gremlins'}");
    assertProblem(refused, 422);
    assertThat(refused.json().get("pointer").asText()).isEqualTo("/cause");
    assertThat(get(incident).get("status").asText()).isEqualTo("TRIGGERED");
  }

  @Test
  void oneThatIsLeftOutIsArchivedAndItsKeyBringsItBack() {
    causes("[{'key':'network','label':'Network'},{'key':'power','label':'Power'}]");
    String incident = incident("archived");
    patch(incident, "{'cause':'power'}", 200);
    JsonNode left =
        causes(
            "[{'key':'network','label':'The"
                + " network','causes':[{'key':'dns','label':'DNS'}]},{'key':'change','label':'A"
                + " change'}]");

    assertThat(left.at("/causes/0/label").asText()).isEqualTo("The network");
    assertThat(keys(left.get("archived"))).contains("power");
    assertThat(get(incident).at("/cause/label").asText()).isEqualTo("Power");
    assertThat(listed("cause=power")).as("a saved filter goes on").containsExactly(incident);
    patch(incident("new"), "{'cause':'power'}", 422);
    JsonNode back =
        causes(
            "[{'key':'network','label':'Network','causes':[{'key':'power','label':'Power'},{'key':'dns','label':'DNS'}]},{'key':'change','label':'A"
                + " change'}]");
    assertThat(get(incident).at("/cause/parent").asText()).isEqualTo("Network");
    assertThat(back.get("archived")).isEmpty();
  }

  @Test
  void theyAreChangedByWhoSawThemAndHaveTwoLevels() {
    String version = Objects.requireNonNull(core.get("/api/v1/causes").header("etag"));
    for (String wrong :
        List.of(
            "[{'key':'unknown','label':'U'}]",
            "[{'key':'a','label':'A'},{'key':'a','label':'B'}]",
            "[{'key':'a','label':'A','causes':[{'key':'b','label':'B','causes':[]}]}]",
            "[{'key':'A b','label':'A'}]",
            "[{'key':'a'}]")) {
      assertProblem(
          send(
              core.token, "PUT", "/api/v1/causes", "{'causes':" + wrong + "}", "if-match", version),
          422);
    }
    StringBuilder many = new StringBuilder("[");
    for (int i = 0; i <= 50; i++) {
      many.append(i == 0 ? "" : ",").append("{'key':'c" + i + "','label':'C'}");
    }
    assertProblem(
        send(core.token, "PUT", "/api/v1/causes", "{'causes':" + many + "]}", "if-match", version),
        422);
    assertProblem(
        send(core.token, "PUT", "/api/v1/causes", "{'causes':[]}", "if-match", "\"4711\""), 412);
    assertProblem(send(ann, "PUT", "/api/v1/causes", "{'causes':[]}", "if-match", version), 403);
  }

  @Test
  void theImpactIsAFactThatPeopleCorrect() {
    String incident = incident("impact");
    String before = core.now().minus(Duration.ofHours(3)).toString();
    String end = core.now().minus(Duration.ofHours(1)).toString();

    JsonNode said = patch(incident, "{'impact_started_at':'" + before + "'}", 200).json();
    assertThat(said.at("/impact/started_at").asText()).as("before it was opened").isNotEmpty();
    assertThat(said.at("/impact/duration_seconds").isNull()).isTrue();
    JsonNode both = patch(incident, "{'impact_ended_at':'" + end + "'}", 200).json();
    assertThat(both.at("/impact/duration_seconds").asLong()).isEqualTo(7200);
    assertThat(both.at("/impact/set_by").asText()).isEqualTo("ann (phone)");
    assertThat(both.get("created_at")).as("no clock moves").isEqualTo(said.get("created_at"));

    patch(incident, "{'impact_ended_at':'" + core.now().plusSeconds(60) + "'}", 422);
    patch(incident, "{'impact_ended_at':'2020-01-01T00:00:00Z'}", 422);
    patch(incident, "{'impact_started_at':null}", 422);
    patch(incident, "{'impact_started_at':null,'impact_ended_at':null}", 200);
    assertThat(get(incident).get("impact").isNull()).isTrue();

    Reply versions = core.get("/api/v1/incidents/" + incident + "/impact-versions");
    document.check("GET", "/incidents/{id}/impact-versions", versions);
    assertThat(versions.json().get("items")).hasSize(3);
    assertThat(versions.json().at("/items/0/started_at").isNull()).isTrue();
    assertThat(versions.json().at("/items/1/duration_seconds").asLong()).isEqualTo(7200);
    assertThat(versions.json().at("/items/2/ended_at").isNull()).isTrue();
  }

  @Test
  void onlyWhoMayEditSaysIt() {
    String bob = core.ownToken("bob", "phone", "responder");
    String incident = incident("rights");
    String path = "/api/v1/incidents/" + incident;
    String etag = Objects.requireNonNull(core.get(path).header("etag"));
    String body = "{'impact_started_at':'2026-01-01T00:00:00Z'}";
    assertProblem(send(bob, "PATCH", path, body, "if-match", etag), 403);
    assertProblem(send(ann, "PATCH", path, body, "if-match", "\"99\""), 412);
    assertProblem(send(ann, "PATCH", path, body), 428);
  }

  private static JsonNode causes(String list) {
    String etag = Objects.requireNonNull(core.get("/api/v1/causes").header("etag"));
    Reply put =
        send(core.token, "PUT", "/api/v1/causes", "{'causes':" + list + "}", "if-match", etag);
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
    document.check("PUT", "/causes", put);
    return put.json();
  }

  private static String incident(String title) {
    return send(core.token, "POST", "/api/v1/incidents", "{'title':'cause " + title + "'}")
        .json()
        .get("id")
        .asText();
  }

  private static Reply patch(String incident, String json, int status) {
    String path = "/api/v1/incidents/" + incident;
    String etag = Objects.requireNonNull(core.get(path).header("etag"));
    Reply reply = send(ann, "PATCH", path, json, "if-match", etag);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(status);
    return reply;
  }

  private static JsonNode get(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident);
    document.check("GET", "/incidents/{id}", reply);
    return reply.json();
  }

  private static Reply send(
      String token, String method, String path, String json, String... headers) {
    return core.send(token, method, path, json.replace('\'', '"'), headers);
  }

  private static List<String> listed(String query) {
    List<String> ids = new ArrayList<>();
    core.get("/api/v1/incidents?" + query)
        .json()
        .get("items")
        .forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }

  private static List<String> keys(JsonNode items) {
    List<String> keys = new ArrayList<>();
    items.forEach(one -> keys.add(one.get("key").asText()));
    return keys;
  }

  private static List<String> messages(JsonNode incident) {
    List<String> messages = new ArrayList<>();
    incident.get("timeline").forEach(line -> messages.add(line.get("message").asText()));
    return messages;
  }
}
