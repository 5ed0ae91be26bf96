package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version of the rules is in force, which ones were, and how two differ. */
class RuleSetVersionsIT {

  private final RunningCore core = RunningCore.start();
  private final CheckedApi api = new CheckedApi(core);

  @AfterEach
  void stop() {
    core.close();
  }

  private int version(String rules) {
    return core.post("/api/v1/rule-sets", "{\"rules\":" + rules.replace('\'', '"') + "}")
        .json()
        .get("version")
        .asInt();
  }

  private Reply activate(int version, String... headers) {
    return api.check(
        "POST",
        "/rule-sets/{version}/activate",
        core.send(core.token, "POST", "/api/v1/rule-sets/" + version + "/activate", "{}", headers));
  }

  private Reply rollBack(String... headers) {
    return api.check(
        "POST",
        "/rule-sets/rollback",
        core.send(core.token, "POST", "/api/v1/rule-sets/rollback", "{}", headers));
  }

  private List<String> history() {
    List<String> told = new ArrayList<>();
    Reply list =
        api.check(
            "GET", "/rule-sets/activations", core.get("/api/v1/rule-sets/activations?limit=50"));
    for (JsonNode one : list.json().get("items")) {
      told.add(
          one.get("action").asText() + " " + one.get("previous") + " to " + one.get("version"));
    }
    return told;
  }

  @Test
  void rollbackGoesBackStepByStepAndEachStepIsRecorded() {
    assertProblem(rollBack(), 409);
    int first = version("[{'name':'a'}]");
    int second = version("[{'name':'b'}]");
    int third = version("[{'name':'c'}]");
    activate(first);
    assertProblem(rollBack(), 409);
    activate(second);
    activate(second); // is in force already: no step
    activate(third);

    assertThat(rollBack().json().at("/rule_set/version").asInt()).isEqualTo(second);
    assertThat(rollBack().json().at("/rule_set/version").asInt()).isEqualTo(first);
    assertProblem(rollBack(), 409);
    activate(third);
    Reply none =
        api.check("POST", "/rule-sets/deactivate", core.post("/api/v1/rule-sets/deactivate", "{}"));
    assertThat(none.json().get("rule_set").isNull()).isTrue();
    assertThat(none.header("etag")).isEqualTo("\"0\"");
    assertProblem(core.get("/api/v1/rule-sets/active"), 404);
    assertThat(rollBack().json().at("/rule_set/version").asInt()).isEqualTo(third);
    assertThat(rollBack().json().at("/rule_set/version").asInt()).isEqualTo(first);

    assertThat(history())
        .containsExactly(
            "rollback 3 to 1",
            "rollback null to 3",
            "deactivate 3 to null",
            "activate 1 to 3",
            "rollback 2 to 1",
            "rollback 3 to 2",
            "activate 2 to 3",
            "activate 1 to 2",
            "activate null to 1");
    assertThat(
            core.database.count("SELECT count(*) FROM audit_entry WHERE action LIKE '%rollback'"))
        .isEqualTo(4);
  }

  @Test
  void ifMatchKeepsAnActivationFromOverwritingAnother() {
    int first = version("[{'name':'a'}]");
    int second = version("[{'name':'b'}]");
    String none = "\"0\"";
    assertThat(activate(first, "if-match", none).status()).isEqualTo(200);
    String etag = core.get("/api/v1/rule-sets/active").header("etag");

    assertProblem(activate(second, "if-match", none), 412);
    assertThat(activate(second, "if-match", String.valueOf(etag)).status()).isEqualTo(200);
    assertProblem(rollBack("if-match", String.valueOf(etag)), 412);
    assertThat(rollBack("if-match", "\"2\"").status()).isEqualTo(200);
    assertThat(history()).hasSize(3);
  }

  @Test
  void everyStepTellsTheGateways() {
    int first = version("[{'name':'a'}]");
    int second = version("[{'name':'b'}]");
    long before = generation();
    activate(first);
    activate(second);
    rollBack();
    core.post("/api/v1/rule-sets/deactivate", "{}");
    assertThat(generation()).isEqualTo(before + 4);
  }

  private long generation() {
    return core.database.count(
        "SELECT coalesce(max(generation), 0) FROM routing_generation WHERE tenant_id = '"
            + core.tenant
            + "'");
  }

  @Test
  void twoVersionsAreCompared() {
    int first = version("[{'name':'a','severity':'SEV1'},{'name':'b'}]");
    int second = version("[{'name':'a','severity':'SEV2'},{'name':'c'}]");
    Reply diff =
        api.check(
            "GET",
            "/rule-sets/{version}/diff/{other}",
            core.get("/api/v1/rule-sets/" + first + "/diff/" + second));
    assertThat(diff.json().at("/changed/0/fields/0/pointer").asText()).isEqualTo("/severity");
    assertThat(diff.json().at("/added/0/name").asText()).isEqualTo("c");
    assertThat(diff.json().at("/removed/0/pointer").asText()).isEqualTo("/rules/1");
    assertProblem(core.get("/api/v1/rule-sets/1/diff/99"), 404);
    assertProblem(core.get("/api/v1/rule-sets/1/diff/x"), 404);
  }
}
