package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** G25, G26: error budgets over HTTP, and in the gate. */
class ErrorBudgetIT {

  private static final String BASE = "/api/v1";
  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply post(String path, String json) {
    return core.post(BASE + path, json.replace('\'', '"'));
  }

  private static Reply budget(String json) {
    return api.check("POST", "/error-budgets", post("/error-budgets", json));
  }

  private static JsonNode ask(String service, String more) {
    return api.check(
            "POST",
            "/gate",
            post("/gate", "{'service':'%s','environment':'prod'%s}".formatted(service, more)))
        .json();
  }

  /** An incident that was broken for so long, so many days ago. */
  private static String outage(String service, int severity, int daysAgo, Duration length) {
    String shortId =
        post(
                "/incidents",
                "{'title':'Down','severity':'SEV%d','service_name':'%s'}"
                    .formatted(severity, service))
            .json()
            .get("short_id")
            .asText();
    post("/incidents/" + shortId + "/resolve", "{'message':'back'}");
    Instant from = core.now().minus(Duration.ofDays(daysAgo));
    core.database.execute(
        "UPDATE incident SET detected_at = '%s', created_at = '%s', resolved_at = '%s' WHERE short_id = '%s'"
            .formatted(from, from, from.plus(length), shortId));
    return shortId;
  }

  @Test
  void spentBudgetDeniesUntilOlderOutagesNoLongerCount() {
    core.service("shop");
    String older = outage("shop", 1, 20, Duration.ofMinutes(30));
    String newer = outage("shop", 2, 3, Duration.ofMinutes(20));
    outage("shop", 3, 2, Duration.ofDays(1));
    outage("shop", 1, 40, Duration.ofDays(2));
    Reply made =
        budget("{'name':'Shop works','service':'shop','target':99.9,'days':30,'blocks':true}");
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    JsonNode shown = made.json();
    assertThat(shown.get("allowed_seconds").asInt()).isEqualTo(2_592);
    assertThat(shown.get("spent_seconds").asInt()).isEqualTo(3_000);
    assertThat(shown.get("is_spent").asBoolean()).isTrue();
    assertThat(shown.get("outages")).hasSize(2);
    assertThat(shown.at("/outages/0/short_id").asText()).isEqualTo(newer);

    JsonNode denied = ask("shop", "");
    assertThat(denied.get("decision").asText()).isEqualTo("deny");
    assertThat(denied.at("/reasons/0/code").asText()).isEqualTo("budget_spent");
    assertThat(denied.at("/reasons/0/text").asText())
        .isEqualTo(
            "Shop works is spent: shop was broken for 50 min in 30 days, and may be for 43 min ("
                + newer
                + ", "
                + older
                + ")");
    assertThat(Instant.parse(denied.get("until").asText()))
        .isBetween(
            core.now().plus(Duration.ofDays(10)),
            core.now().plus(Duration.ofDays(10)).plus(Duration.ofMinutes(10)));
    JsonNode kept =
        api.check(
                "GET",
                "/gate/decisions/{id}",
                core.get(BASE + "/gate/decisions/" + denied.get("id").asText()))
            .json();
    assertThat(kept.at("/known/budgets/0/spent_seconds").asInt()).isEqualTo(3_000);
    assertThat(kept.at("/replayed/same").asBoolean()).isTrue();

    Reply noted =
        core.send(
            core.token,
            "PUT",
            BASE + "/error-budgets/Shop works".replace(" ", "%20"),
            "{\"name\":\"Shop works\",\"service\":\"shop\",\"target\":99.9}",
            "if-match",
            "\"1\"");
    assertThat(api.check("PUT", "/error-budgets/{id}", noted).status()).isEqualTo(200);
    assertThat(noted.json().get("blocks").asBoolean()).isFalse();
    JsonNode allowed = ask("shop", "");
    assertThat(allowed.get("decision").asText()).isEqualTo("allow");
    assertThat(allowed.get("reasons").toString()).contains("budget_spent");
  }

  @Test
  void whatMendsTheOpenIncidentMayStart() {
    core.service("mended");
    outage("mended", 1, 1, Duration.ofHours(3));
    budget("{'name':'Mended works','service':'mended','target':99,'days':7,'blocks':true}");
    String open =
        post("/incidents", "{'title':'Slow','severity':'SEV2','service_name':'mended'}")
            .json()
            .get("short_id")
            .asText();
    JsonNode denied = ask("mended", "");
    assertThat(denied.get("decision").asText()).isEqualTo("deny");
    assertThat(denied.get("until").isNull()).as("it is broken now").isTrue();
    assertThat(ask("mended", ",'incident':'" + open + "'").get("decision").asText())
        .isEqualTo("allow");
  }

  @Test
  void previewSaysWhatItWouldHaveStopped() {
    core.service("tried");
    outage("tried", 1, 5, Duration.ofHours(2));
    for (int day : new int[] {10, 4, 2}) {
      Instant at = core.now().minus(Duration.ofDays(day));
      post(
          "/deployments",
          "{'key':'tried-%d','service':'tried','environment':'prod','sha':'abcdef%d','state':'%s','started_at':'%s','at':'%s'}"
              .formatted(day, day, day == 2 ? "failure" : "success", at, at));
    }
    Reply preview =
        api.check(
            "POST",
            "/error-budgets/preview",
            post(
                "/error-budgets/preview",
                "{'name':'Tried','service':'tried','target':99.9,'blocks':true}"));
    assertThat(preview.status()).as("%s", preview.http().body()).isEqualTo(200);
    assertThat(preview.json().get("deployments").asInt()).isEqualTo(3);
    assertThat(preview.json().get("stopped").asInt()).as("the two after it").isEqualTo(2);
    assertThat(preview.json().get("stopped_that_failed").asInt()).isEqualTo(1);
    assertThat(core.get(BASE + "/error-budgets?service=tried").json().get("items")).isEmpty();
  }

  @Test
  void whatCannotBeUnderstoodSaysWhat() {
    core.service("odd");
    assertProblem(budget("{'name':'a','service':'odd','target':100}"), 422);
    assertProblem(budget("{'name':'a','service':'odd','target':99.9999}"), 422);
    assertProblem(budget("{'name':'a','service':'odd','target':'99'}"), 422);
    assertProblem(budget("{'name':'a','service':'odd','target':99,'days':91}"), 422);
    Reply nowhere = budget("{'name':'a','service':'nowhere','target':99}");
    assertProblem(nowhere, 422);
    assertThat(nowhere.http().body()).contains("there is no service 'nowhere'");
    assertThat(budget("{'name':'Twice','service':'odd','target':95}").status()).isEqualTo(201);
    assertProblem(budget("{'name':'TWICE','service':'odd','target':95}"), 409);
  }
}
