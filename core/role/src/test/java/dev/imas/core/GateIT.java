package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** G21 to G26: freezes, and what the gate answers, over HTTP. */
class GateIT {

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

  private static JsonNode ask(String json) {
    Reply reply = api.check("POST", "/gate", post("/gate", json));
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private static String decision(String json) {
    return ask(json).get("decision").asText();
  }

  private static List<String> codes(JsonNode answer) {
    List<String> codes = new ArrayList<>();
    answer.get("reasons").forEach(reason -> codes.add(reason.get("code").asText()));
    return codes;
  }

  private static LocalDateTime local(Duration fromNow) {
    return LocalDateTime.ofInstant(core.now().plus(fromNow), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private static Reply freeze(String name, Duration from, Duration until, String more) {
    return api.check(
        "POST",
        "/freezes",
        post(
            "/freezes",
            "{'name':'%s','starts_at':'%s','ends_at':'%s','time_zone':'UTC'%s}"
                .formatted(name, local(from), local(until), more)));
  }

  private static void service(String name) {
    core.service(name);
  }

  private static void deployed(
      String key, String service, String environment, String sha, String state, Duration before) {
    Instant at = core.now().minus(before);
    Reply reply =
        post(
            "/deployments",
            "{'key':'%s','service':'%s','environment':'%s','sha':'%s','state':'%s','started_at':'%s','at':'%s'}"
                .formatted(key, service, environment, sha, state, at, at));
    assertThat(reply.status()).as("%s", reply.http().body()).isIn(200, 201);
  }

  @Test
  void freezeConcernsWhatItNamesAndNothingElse() {
    service("frozen");
    service("spared");
    service("elsewhere");
    Reply made =
        freeze(
            "Scope",
            Duration.ofMinutes(-1),
            Duration.ofDays(3),
            ",'services':['frozen','spared'],'except_services':['spared']");
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    assertThat(made.json().get("state").asText()).isEqualTo("in_force");
    assertThat(made.json().get("tiers").get(0).asText()).isEqualTo("production");

    JsonNode answer = ask("{'service':'FROZEN','environment':'prod'}");
    assertThat(answer.get("decision").asText()).isEqualTo("deny");
    assertThat(codes(answer)).contains("freeze");
    assertThat(answer.get("until").asText())
        .isEqualTo(made.json().get("next").get(0).get("ends_at").asText());
    assertThat(decision("{'service':'spared','environment':'prod'}")).isEqualTo("allow");
    assertThat(decision("{'service':'elsewhere','environment':'prod'}")).isEqualTo("allow");
    assertThat(decision("{'service':'frozen','environment':'staging'}")).isEqualTo("allow");

    core.send(
        core.token,
        "DELETE",
        BASE + "/services/" + core.get(BASE + "/services/frozen").json().get("id").asText(),
        null,
        "if-match",
        "\"1\"");
    assertThat(decision("{'service':'elsewhere','environment':'prod'}"))
        .as("a freeze of some services never becomes one of all")
        .isEqualTo("allow");
  }

  @Test
  void freezeOfATeamOrOfAnEnvironmentByItsPatterns() {
    post("/teams", "{'name':'Frozen team'}");
    post("/services", "{'name':'of-team','owner_team':'Frozen team'}");
    service("of-others");
    freeze(
        "Team",
        Duration.ofMinutes(-1),
        Duration.ofDays(1),
        ",'teams':['Frozen team'],'tiers':[],'environments':['staging']");
    assertThat(decision("{'service':'of-team','environment':'staging-eu'}")).isEqualTo("deny");
    assertThat(decision("{'service':'of-team','environment':'prod'}"))
        .as("environments were named, so production is not meant")
        .isEqualTo("allow");
    assertThat(decision("{'service':'of-others','environment':'staging-eu'}")).isEqualTo("allow");
  }

  @Test
  void freezeThatComesAgainIsInForceThenAlone() {
    service("weekly");
    LocalDateTime start = local(Duration.ofMinutes(-30)).minusWeeks(3);
    Reply made =
        post(
            "/freezes",
            "{'name':'Weekly','starts_at':'%s','ends_at':'%s','time_zone':'UTC','recurrence':'FREQ=WEEKLY','services':['weekly']}"
                .formatted(start, start.plusHours(1).plusMinutes(10)));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    JsonNode waiting = ask("{'service':'weekly','environment':'prod'}");
    assertThat(waiting.get("decision").asText()).as("it ends within the hour").isEqualTo("wait");
    assertThat(waiting.get("retry_after").asLong()).isBetween(2_395L, 2_401L);

    Reply excepted =
        core.send(
            core.token,
            "PUT",
            BASE + "/freezes/Weekly",
            "{\"name\":\"Weekly\",\"starts_at\":\"%s\",\"ends_at\":\"%s\",\"time_zone\":\"UTC\",\"recurrence\":\"FREQ=WEEKLY\",\"services\":[\"weekly\"],\"except\":[\"%s\"]}"
                .formatted(start, start.plusHours(1).plusMinutes(10), start.plusWeeks(3)),
            "if-match",
            "\"1\"");
    assertThat(excepted.status()).as("%s", excepted.http().body()).isEqualTo(200);
    assertThat(decision("{'service':'weekly','environment':'prod'}")).isEqualTo("allow");
  }

  @Test
  void openIncidentOfWhatTheServiceDependsOnDeniesUntilItIsNamed() {
    service("database");
    post(
        "/services",
        "{'name':'depending','owner_team':'%s','depends_on':['database']}"
            .formatted(
                core.get(BASE + "/services/database").json().at("/owner_team/name").asText()));
    JsonNode incident =
        post("/incidents", "{'title':'Down','severity':'SEV1','service_name':'database'}").json();
    String shortId = incident.get("short_id").asText();

    JsonNode denied = ask("{'service':'depending','environment':'prod'}");
    assertThat(denied.get("decision").asText()).isEqualTo("deny");
    assertThat(denied.get("reasons").get(0).get("text").asText())
        .isEqualTo("SEV1 " + shortId + " of database, which depending depends on, is open: Down");
    JsonNode hotfix =
        ask("{'service':'depending','environment':'prod','incident':'%s'}".formatted(shortId));
    assertThat(hotfix.get("decision").asText()).isEqualTo("allow");
    assertThat(hotfix.get("emergency").asBoolean()).isTrue();

    post("/incidents/" + shortId + "/resolve", "{'message':'back'}");
    assertThat(decision("{'service':'depending','environment':'prod'}")).isEqualTo("allow");
  }

  @Test
  void rollbackInAFreezeIsAllowedAndTheSameCommitAnewIsNot() {
    service("rolled");
    deployed("r1", "rolled", "prod", "aaaaaaa1", "success", Duration.ofDays(3));
    deployed("r2", "rolled", "prod", "bbbbbbb2", "success", Duration.ofDays(1));
    freeze("Rollback", Duration.ofMinutes(-1), Duration.ofDays(2), ",'services':['rolled']");
    JsonNode back = ask("{'service':'rolled','environment':'prod','sha':'aaaaaaa1'}");
    assertThat(back.get("decision").asText()).isEqualTo("allow");
    assertThat(codes(back)).contains("rollback", "freeze");
    assertThat(decision("{'service':'rolled','environment':'prod','sha':'bbbbbbb2'}"))
        .as("it runs there already")
        .isEqualTo("deny");
    assertThat(decision("{'service':'rolled','environment':'prod','sha':'ccccccc3'}"))
        .isEqualTo("deny");
  }

  @Test
  void runThatAsksAgainGetsTheSameAnswerUntilSomethingChanges() {
    service("again");
    String question = "{'service':'again','environment':'prod','run':{'id':'run-again'}}";
    String first = ask(question).get("id").asText();
    assertThat(ask(question).get("id").asText()).isEqualTo(first);
    freeze("Again", Duration.ofMinutes(-1), Duration.ofDays(2), ",'services':['again']");
    JsonNode denied = ask(question);
    assertThat(denied.get("decision").asText())
        .as("a pipeline that was made before the freeze")
        .isEqualTo("deny");
    for (int i = 0; i < 5; i++) {
      assertThat(ask(question).get("id")).isEqualTo(denied.get("id"));
    }
    JsonNode listed =
        api.check(
                "GET", "/gate/decisions", core.get(BASE + "/gate/decisions?run=run-again&limit=10"))
            .json();
    assertThat(listed.get("items")).hasSize(2);
    assertThat(ask(question.replace("'run-again'}", "'run-again'},'dry_run':true")).get("id"))
        .as("a try is an answer of its own")
        .isNotEqualTo(denied.get("id"));
  }

  @Test
  void overrideLetsTheRunStartOnceWithAReasonThatIsKept() throws Exception {
    service("urgent");
    freeze("Urgent", Duration.ofMinutes(-1), Duration.ofDays(2), ",'services':['urgent']");
    String question = "{'service':'urgent','environment':'prod','run':{'id':'run-urgent'}}";
    JsonNode denied = ask(question);
    String path = "/gate/decisions/" + denied.get("id").asText() + "/override";
    assertProblem(post(path, "{'reason':'too short'}"), 422);
    assertProblem(
        post(
            "/gate/decisions/" + UUID.randomUUID() + "/override",
            "{'reason':'because it must go out today'}"),
        404);

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> tries = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tries.add(
            threads.submit(
                () -> post(path, "{'reason':'the certificate changes at noon'}").status()));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> one : tries) {
        statuses.add(one.get());
      }
      assertThat(statuses).containsOnlyOnce(200).contains(409);
    }
    JsonNode after = ask(question);
    assertThat(after.get("id")).isEqualTo(denied.get("id"));
    assertThat(after.get("decision").asText()).isEqualTo("allow");
    assertThat(after.get("computed").asText()).isEqualTo("deny");
    assertThat(after.at("/overridden/reason").asText())
        .isEqualTo("the certificate changes at noon");
    assertThat(decision(question.replace("run-urgent", "another")))
        .as("another run is not meant")
        .isEqualTo("deny");
    assertThat(
            core.database.query(
                "SELECT count(*) FROM audit_entry WHERE action = 'gate_decision.override'"))
        .containsExactly("1");

    core.clock.move(Duration.ofMinutes(11));
    assertThat(decision(question)).as("it was for ten minutes").isEqualTo("deny");
  }

  @Test
  void answersAreComputedAgainFromWhatWasKnown() {
    service("replayed");
    freeze("Replayed", Duration.ofMinutes(-1), Duration.ofDays(2), ",'services':['replayed']");
    JsonNode denied = ask("{'service':'replayed','environment':'prod'}");
    core.send(core.token, "DELETE", BASE + "/freezes/Replayed", null, "if-match", "\"1\"");
    assertThat(decision("{'service':'replayed','environment':'prod'}")).isEqualTo("allow");

    JsonNode one =
        api.check(
                "GET",
                "/gate/decisions/{id}",
                core.get(BASE + "/gate/decisions/" + denied.get("id").asText()))
            .json();
    assertThat(one.at("/replayed/same").asBoolean()).isTrue();
    assertThat(one.at("/replayed/decision").asText()).isEqualTo("deny");
    assertThat(one.at("/known/freezes/0/name").asText()).isEqualTo("Replayed");
    JsonNode all = api.check("POST", "/gate/replay", post("/gate/replay", "{}")).json();
    assertThat(all.get("replayed").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(all.get("differing")).isEmpty();
  }

  @Test
  void summaryCountsWhatStartedWithoutAnAnswer() {
    service("counted");
    Instant from = core.now();
    ask("{'service':'counted','environment':'prod','sha':'ddddddd4'}");
    deployed("c1", "counted", "prod", "ddddddd4", "running", Duration.ZERO);
    deployed("c2", "counted", "prod", "eeeeeee5", "running", Duration.ZERO);
    deployed("c3", "counted", "staging", "eeeeeee5", "running", Duration.ZERO);
    Reply reply =
        core.get(
            BASE
                + "/gate/summary?from="
                + from.minusSeconds(1)
                + "&to="
                + core.now().plusSeconds(3_600));
    JsonNode summary = api.check("GET", "/gate/summary", reply).json();
    assertThat(summary.get("production_deployments").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(summary.get("ungated").asInt())
        .isEqualTo(summary.get("production_deployments").asInt() - 1);
    assertProblem(core.get(BASE + "/gate/summary?from=2020-01-01T00:00:00Z"), 400);
  }

  @Test
  void policyRaisesWarningsToBlocks() {
    service("raised");
    String sev2 =
        post("/incidents", "{'title':'Slow','severity':'SEV2','service_name':'raised'}")
            .json()
            .get("short_id")
            .asText();
    JsonNode warned = ask("{'service':'raised','environment':'prod'}");
    assertThat(warned.get("decision").asText()).isEqualTo("allow");
    assertThat(codes(warned)).contains("open_incident", "nobody_on_call");

    Reply set =
        core.send(
            core.token,
            "PUT",
            BASE + "/gate/policy",
            "{\"blocks_open_sev2\":true}",
            "if-match",
            "\"1\"");
    assertThat(api.check("PUT", "/gate/policy", set).status()).isEqualTo(200);
    try {
      assertThat(decision("{'service':'raised','environment':'prod'}")).isEqualTo("deny");
      assertThat(
              decision(
                  "{'service':'raised','environment':'prod','incidents':['%s']}".formatted(sev2)))
          .isEqualTo("allow");
    } finally {
      core.send(core.token, "PUT", BASE + "/gate/policy", "{}", "if-match", "\"2\"");
    }
  }

  @Test
  void previewCountsWhatAFreezeWouldHaveStopped() {
    service("tried");
    deployed("p1", "tried", "prod", "1111111", "success", Duration.ofDays(10));
    deployed("p2", "tried", "prod", "2222222", "failure", Duration.ofDays(9));
    deployed("p3", "tried", "prod", "3333333", "success", Duration.ofDays(2));
    deployed("p4", "tried", "staging", "4444444", "success", Duration.ofDays(10));
    Reply reply =
        api.check(
            "POST",
            "/freezes/preview",
            post(
                "/freezes/preview",
                "{'name':'Try','starts_at':'%s','ends_at':'%s','time_zone':'UTC','services':['tried']}"
                    .formatted(local(Duration.ofDays(-11)), local(Duration.ofDays(-8)))));
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    assertThat(reply.json().get("stopped").asInt()).isEqualTo(2);
    assertThat(reply.json().get("stopped_that_failed").asInt()).isEqualTo(1);
    assertThat(reply.json().get("latest").get(0).get("sha").asText()).isEqualTo("2222222");
    assertThat(reply.json().get("is_whole").asBoolean()).isTrue();
  }

  @Test
  void whatCannotBeUnderstoodSaysWhat() {
    service("asked");
    assertProblem(post("/gate", "{'service':'nobody','environment':'prod'}"), 422);
    assertProblem(post("/gate", "{'environment':'prod'}"), 422);
    assertProblem(post("/gate", "{'service':'asked'}"), 422);
    assertProblem(post("/gate", "{'service':'asked','environment':'prod','sha':'no commit'}"), 422);
    assertProblem(
        post("/gate", "{'service':'asked','environment':'prod','incident':'INC-NONE1'}"), 422);
    assertProblem(post("/gate", "{'repository':'acme/unknown','environment':'prod'}"), 422);
    assertProblem(post("/gate", "{'service':'asked','environment':'prod','window':'x'}"), 422);
    assertThat(freeze("Backwards", Duration.ofDays(1), Duration.ZERO, "").status()).isEqualTo(422);
    assertThat(freeze("Empty", Duration.ZERO, Duration.ofDays(1), ",'tiers':[]").status())
        .isEqualTo(422);
    assertThat(
            freeze("Nowhere", Duration.ZERO, Duration.ofDays(1), ",'services':['nobody']").status())
        .isEqualTo(422);
  }
}
