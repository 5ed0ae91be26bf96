package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Deployments that pipelines report, and the environments and repositories they name. */
class DeploymentIT {

  private static final String BASE = "/api/v1";
  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply report(String json) {
    return core.post(BASE + "/deployments", json.replace('\'', '"'));
  }

  private static List<String> listed(String query) {
    Reply reply = api.check("GET", "/deployments", core.get(BASE + "/deployments" + query));
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    List<String> keys = new ArrayList<>();
    reply.json().get("items").forEach(item -> keys.add(item.get("key").asText()));
    return keys;
  }

  @Test
  void reportIsCreatedOnceAndKnownByItsKey() {
    String body =
        "{'key':'once','environment':'prod-eu','sha':'ABCDEF01','repository':'acme/once'}";
    Reply first = api.check("POST", "/deployments", report(body));
    Reply again = api.check("POST", "/deployments", report(body));

    assertThat(first.status()).as("%s", first.http().body()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(again.json().get("transitions")).hasSize(1);
    assertThat(first.json().get("state").asText()).isEqualTo("success");
    assertThat(first.json().get("tier").asText())
        .as("by the pattern prod*")
        .isEqualTo("production");
    assertThat(first.json().get("sha").asText()).isEqualTo("abcdef01");
    Reply read = core.get(Objects.requireNonNull(first.header("location")));
    assertThat(api.check("GET", "/deployments/{id}", read).json()).isEqualTo(again.json());
    assertProblem(core.get(BASE + "/deployments/" + UUID.randomUUID()), 404);
  }

  @Test
  void aClockFarAheadNeitherHidesWhatIsToldLaterNorLeadsTheList() {
    Reply ahead =
        report(
            "{'key':'ahead','environment':'prod','state':'success','at':'2099-01-01T00:00:00Z','finished_at':'2099-01-01T00:00:00Z'}");
    assertThat(Instant.parse(ahead.json().get("happened_at").asText()))
        .isBefore(Instant.parse("2099-01-01T00:00:00Z"));
    Reply later =
        report(
            "{'key':'ahead','environment':'prod','state':'rolled_back','at':'%s'}"
                .formatted(core.now()));
    assertThat(later.json().get("state").asText()).isEqualTo("rolled_back");
  }

  @Test
  void statesThatAreReportedInAnyOrderComeToTheSame() {
    List<String> told =
        List.of(
            "'state':'queued','at':'2026-03-02T03:00:00Z'",
            "'state':'running','at':'2026-03-02T03:00:10Z','started_at':'2026-03-02T03:00:10Z'",
            "'state':'success','at':'2026-03-02T03:05:00Z','finished_at':'2026-03-02T03:05:00Z'",
            "'state':'failure','at':'2026-03-02T03:09:00Z'");
    List<JsonNode> ends = new ArrayList<>();
    for (int order = 0; order < 6; order++) {
      List<String> shuffled = new ArrayList<>(told);
      shuffled.addAll(told);
      Collections.shuffle(shuffled, new Random(order));
      JsonNode end = MissingNode.getInstance();
      for (String one : shuffled) {
        end = report("{'key':'order " + order + "','environment':'staging'," + one + "}").json();
      }
      assertThat(end.get("transitions")).hasSize(4);
      ends.add(end);
    }
    for (JsonNode end : ends) {
      assertThat(end.get("state").asText()).isEqualTo("failure");
      assertThat(end.get("started_at").asText()).isEqualTo("2026-03-02T03:00:10Z");
      assertThat(end.get("finished_at").asText()).isEqualTo("2026-03-02T03:05:00Z");
    }
  }

  @Test
  void serviceIsFoundByTheRepositoryThenByWhatItNames() {
    UUID named = core.service("named");
    UUID made = core.service("made");
    report("{'key':'s1','environment':'prod','repository':'acme/mono','service':'named'}");
    report("{'key':'s2','environment':'prod','repository':'acme/mono'}");
    assertThat(listed("?service=named")).containsExactly("s1");
    JsonNode unknown =
        api.check("GET", "/repositories/unknown", core.get(BASE + "/repositories/unknown"))
            .json()
            .get("items");
    assertThat(unknown.findValuesAsText("full_name")).contains("acme/mono");

    Reply entered = api.post("/repositories", "{\"full_name\":\"ACME/Mono\",\"service\":\"made\"}");
    assertThat(entered.status()).as("%s", entered.http().body()).isEqualTo(201);
    assertThat(listed("?service=" + made)).containsExactly("s2", "s1");
    assertThat(listed("?service=" + named)).isEmpty();
    assertThat(
            core.get(BASE + "/repositories/unknown")
                .json()
                .get("items")
                .findValuesAsText("full_name"))
        .doesNotContain("acme/mono");
    assertThat(listed("?repository=acme/mono&limit=1")).hasSize(1);
    assertThat(listed("?environment=nowhere")).isEmpty();
  }

  @Test
  void listIsFilteredAndPagedByTime() {
    for (int i = 0; i < 5; i++) {
      report(
          "{'key':'p%d','environment':'paged','tier':'testing','state':'success','finished_at':'2026-02-0%dT00:00:00Z'}"
              .formatted(i, i + 1));
    }
    report(
        "{'key':'pf','environment':'paged','state':'failure','finished_at':'2026-02-09T00:00:00Z'}");
    assertThat(listed("?environment=paged")).containsExactly("pf", "p4", "p3", "p2", "p1", "p0");
    assertThat(listed("?environment=paged&state=failure")).containsExactly("pf");
    assertThat(
            listed(
                "?environment=paged&tier=testing&from=2026-02-02T00:00:00Z&to=2026-02-04T00:00:00Z"))
        .containsExactly("p2", "p1");
    JsonNode first = core.get(BASE + "/deployments?environment=paged&limit=2").json();
    assertThat(listed("?environment=paged&limit=2&cursor=" + first.get("next").asText()))
        .containsExactly("p3", "p2");
    assertProblem(core.get(BASE + "/deployments?state=done"), 400);
    assertProblem(core.get(BASE + "/deployments?tier=prod"), 400);
  }

  @Test
  void reportThatCannotBeIsRefusedWithAllFaults() {
    Reply wrong =
        report(
            "{'environment':'','state':'done','tier':'prod','url':'javascript:x',"
                + "'started_at':'2026-03-02T03:00:00Z','finished_at':'2026-03-02T02:00:00Z'}");
    assertProblem(wrong, 422);
    assertThat(wrong.http().body())
        .contains("/key", "/environment", "/state", "/tier", "/url", "/finished_at");
    assertProblem(report("{'key':'x','environment':'prod','service':'nobody'}"), 422);
  }

  @Test
  void environmentsBeginWithThreeAndNamesAreUnique() {
    JsonNode items = core.get(BASE + "/environments").json().get("items");
    assertThat(items.findValuesAsText("name")).contains("dev", "staging", "prod");
    Reply made =
        api.post(
            "/environments",
            "{\"name\":\"prod-legacy\",\"tier\":\"other\",\"patterns\":[\"prod-old*\"]}");
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    assertProblem(
        core.post(BASE + "/environments", "{\"name\":\"PROD-legacy\",\"tier\":\"other\"}"), 409);
    assertProblem(core.post(BASE + "/environments", "{\"name\":\"x\",\"tier\":\"live\"}"), 422);
    JsonNode told = report("{'key':'longest','environment':'prod-old-7'}").json();
    assertThat(told.get("tier").asText()).as("the longer pattern counts").isEqualTo("other");
  }

  @Test
  void factsDieByTheirRetention() {
    report("{'key':'dies','environment':'prod'}");
    core.database.execute(
        "UPDATE deployment SET changed_at = changed_at - interval '731 days' WHERE key = 'dies'");
    core.database.execute(
        """
        INSERT INTO received_delivery (tenant_id, source_id, id, at)
        VALUES ('%1$s', '%2$s', 'old', '%3$s'::timestamptz - interval '8 days'), ('%1$s', '%2$s', 'young', '%3$s'::timestamptz - interval '6 days');
        INSERT INTO push (tenant_id, id, source_id, key, dialect, receipt, repository, repository_id, ref, before, after, actor, url,
                          labels, known_at, happened_at, total, sha, committed_at, author, title)
        SELECT '%1$s', uuidv7(), '%2$s', k, 'github', uuidv7(), 'a/b', '', 'main', '', '', '', '', '{}', '%3$s'::timestamptz - age, '%3$s'::timestamptz - age, 0,
               '{}', '{}', '{}', '{}'
          FROM (VALUES ('old', interval '731 days'), ('young', interval '700 days')) AS p(k, age)\
        """
            .formatted(core.tenant, core.source, core.now()));

    core.sweep("facts-past");

    assertThat(core.database.query("SELECT key FROM deployment WHERE key = 'dies'")).isEmpty();
    assertThat(
            core.database.count(
                "SELECT count(*) FROM deployment_transition t WHERE NOT EXISTS (SELECT FROM"
                    + " deployment d WHERE d.id = t.deployment_id)"))
        .isZero();
    assertThat(core.database.query("SELECT id FROM received_delivery")).containsExactly("young");
    assertThat(core.database.query("SELECT key FROM push")).containsExactly("young");
  }
}
