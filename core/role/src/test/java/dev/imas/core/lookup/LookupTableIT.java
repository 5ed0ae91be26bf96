package dev.imas.core.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lookup tables over the API, and in the rules that read them. */
class LookupTableIT {

  private static final String TABLES = "/api/v1/lookup-tables";
  private static final String RULES =
      "{'rules':[{'name':'cmdb','enrich':{'table':'cmdb','key':['host'],'set':{'team':'team'},"
          + "'default':{'team':'nobody'}},'tags':['{{labels.team}}']}]}";

  private RunningCore core;

  @BeforeEach
  void start() {
    core = RunningCore.start();
  }

  @AfterEach
  void stop() {
    core.close();
  }

  private Reply send(String method, String path, String json, String... headers) {
    return core.send(
        core.token, method, path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private JsonNode made(String path, String json) {
    Reply reply = send("POST", path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode cmdb() {
    return made(
        TABLES,
        "{'name':'CMDB','key_column':'host','rows':[{'host':'web-1','team':'web'},"
            + "{'host':'db-1','team':'dba','tier':'1'}]}");
  }

  private void activate(int version) {
    assertThat(send("POST", "/api/v1/rule-sets/" + version + "/activate", "").status())
        .isEqualTo(200);
  }

  @Test
  void oneIsCreatedReadReplacedAndDeletedAndTheAuditKnows() {
    JsonNode table = cmdb();
    String path = TABLES + "/" + table.get("id").asText();
    assertThat(table.get("columns").toString()).isEqualTo("[\"host\",\"team\",\"tier\"]");
    assertThat(table.at("/rows/0").toString())
        .isEqualTo("{\"host\":\"db-1\",\"team\":\"dba\",\"tier\":\"1\"}");
    assertThat(table.get("row_count").asInt()).isEqualTo(2);
    assertThat(core.get(TABLES + "/cmdb").json()).isEqualTo(table);

    String csv = "{'name':'cmdb','csv':'host,team\\ndb-1,dba\\n'}";
    Reply replaced = send("PUT", path, csv, "if-match", "\"1\"");
    assertThat(replaced.status()).as(replaced.http().body()).isEqualTo(200);
    assertThat(replaced.json().get("content").asInt()).isEqualTo(2);
    Reply same = send("PUT", path, csv, "if-match", "\"2\"");
    assertThat(same.json().get("content").asInt()).as("the same rows").isEqualTo(2);
    assertThat(send("PUT", path, csv, "if-match", "\"1\"").status()).isEqualTo(412);
    assertThat(send("POST", TABLES, csv).status()).isEqualTo(409);
    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_kind = 'lookup_table' ORDER BY at"))
        .containsExactly(
            "lookup_table.create",
            "lookup_table.update",
            "lookup_table.update",
            "lookup_table.delete");
    String stranger = core.tokenOfAnotherTenant("lookup-stranger", "read,write,admin");
    assertThat(core.send(stranger, "GET", TABLES + "/cmdb", null).status()).isEqualTo(404);
  }

  @Test
  void rulesNameTheVersionThatTheyReadAndWhatIsNotThereIsRefused() {
    Reply missing = send("POST", "/api/v1/rule-sets", RULES);
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.http().body()).contains("/rules/0/enrich/table");
    JsonNode table = cmdb();
    Reply column =
        send("POST", "/api/v1/rule-sets", RULES.replace("{'team':'team'}", "{'team':'x'}"));
    assertThat(column.status()).isEqualTo(422);
    assertThat(column.http().body()).contains("/rules/0/enrich/set/team", "host, team, tier");

    JsonNode stored = made("/api/v1/rule-sets", RULES);

    assertThat(stored.at("/rules/0/enrich/version").asInt())
        .isEqualTo(table.get("content").asInt());
  }

  /** One change of a table is one version of the rules, and none without a change. */
  @Test
  void newRowsComeIntoForceWithANewVersionOfTheRules() {
    JsonNode table = cmdb();
    String path = TABLES + "/" + table.get("id").asText();
    activate(made("/api/v1/rule-sets", RULES).get("version").asInt());

    Reply changed =
        send("PUT", path, "{'name':'CMDB','csv':'host,team\\ndb-1,sre\\n'}", "if-match", "\"1\"");
    assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);

    JsonNode inForce = core.get("/api/v1/rule-sets/active").json();
    assertThat(inForce.get("version").asInt()).isEqualTo(2);
    assertThat(inForce.at("/rules/0/enrich/version").asInt()).isEqualTo(2);
    assertThat(
            core.database.query(
                "SELECT version || ' ' || columns[1] FROM ingest_lookup_tables('%s')"
                    .formatted(core.tenant)))
        .as("what gateways read")
        .containsExactly("2 host");
    send("PUT", path, "{'name':'CMDB','csv':'host,team\\ndb-1,sre\\n'}", "if-match", "\"2\"");
    assertThat(core.get("/api/v1/rule-sets/active").json().get("version").asInt()).isEqualTo(2);
    Reply gone =
        send("PUT", path, "{'name':'CMDB','csv':'host,owner\\ndb-1,sre\\n'}", "if-match", "\"3\"");
    assertThat(gone.status()).as("a column that rules read").isEqualTo(422);
    assertThat(send("DELETE", path, "").status()).isEqualTo(409);
    assertThat(
            send("PUT", path, "{'name':'Other','csv':'host,team\\na,b\\n'}", "if-match", "\"3\"")
                .status())
        .isEqualTo(409);
  }

  @Test
  void theExplanationNamesTheVersionOfThatTimeAndTagsSeeWhatWasSet() {
    JsonNode table = cmdb();
    int version = made("/api/v1/rule-sets", RULES).get("version").asInt();
    String alert = posted(version);
    String path = TABLES + "/" + table.get("id").asText();
    send("PUT", path, "{'name':'CMDB','csv':'host,team\\ndb-1,sre\\n'}", "if-match", "\"1\"");

    JsonNode why = core.get("/api/v1/alerts/" + alert + "/explain").json().at("/explanation");

    assertThat(why.at("/enriched/0").toString())
        .isEqualTo(
            "{\"rule\":0,\"table\":\"CMDB\",\"version\":1,\"label\":\"host\",\"key\":\"db-1\",\"set\":{\"team\":\"dba\"}}");
    assertThat(core.get("/api/v1/incidents").json().at("/items/0/tags").findValuesAsText("name"))
        .containsExactly("dba");
  }

  private void replaced(int version, String team) {
    Reply put =
        send(
            "PUT",
            TABLES + "/cmdb",
            "{'name':'CMDB','csv':'host,team\\ndb-1," + team + "\\n'}",
            "if-match",
            "\"" + version + "\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
  }

  private String posted(int version) {
    Event alert = Event.firing("Down", 2, core.triage, core.now()).labelled("{\"host\":\"db-1\"}");
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(alert),
        event ->
            new Routing(core.triage, Severity.SEV2_HIGH, event.groupKey(), version, 0, (short) 0));
    core.follow();
    return alert.fingerprint().toString();
  }

  /** Everything that was done until now was done so long ago. */
  private void longAgo(int days) {
    for (String column :
        List.of(
            "lookup_table_version.created_at",
            "rule_set.created_at",
            "rule_set_history.recorded_at")) {
      String[] of = column.split("\\.");
      core.database.execute(
          "UPDATE %s SET %2$s = %2$s - interval '%3$d days'".formatted(of[0], of[1], days));
    }
  }

  private List<String> kept() {
    core.sweep("lookup-tables-past");
    return core.database.query("SELECT version FROM lookup_table_version ORDER BY version");
  }

  /**
   * D20: neither the rules in force, nor the journal, an alert, an incident or a table names it.
   */
  @Test
  void aVersionGoesWhenNothingNamesItAnyMore() {
    cmdb();
    activate(made("/api/v1/rule-sets", RULES).get("version").asInt());
    posted(1);
    replaced(1, "sre");
    replaced(2, "ops");
    longAgo(25);
    replaced(3, "web");
    longAgo(10);

    assertThat(kept())
        .as("1: an alert; 3: was in force within the retention; 4: is the newest")
        .containsExactly("1", "3", "4");

    core.database.execute("DELETE FROM alert_state");
    assertThat(kept()).as("1: the incident that it opened").containsExactly("1", "3", "4");
    core.database.execute("DELETE FROM incident_opening");
    assertThat(kept()).containsExactly("3", "4");
    longAgo(30);
    assertThat(kept()).containsExactly("4");
  }

  @Test
  void rulesWhoseTableIsNotKeptComeNotIntoForceAndAreNotSimulated() {
    cmdb();
    activate(made("/api/v1/rule-sets", RULES).get("version").asInt());
    replaced(1, "sre");
    longAgo(40);
    assertThat(kept()).containsExactly("2");

    Reply refused = send("POST", "/api/v1/rule-sets/1/activate", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains("reads version 1 of a lookup table, which is not kept any more");
    assertThat(send("POST", "/api/v1/rule-sets/rollback", "").status()).isEqualTo(409);
    assertThat(
            send(
                    "POST",
                    "/api/v1/rule-sets/1/simulate",
                    "{'from':'" + core.now().minusSeconds(60) + "'}")
                .status())
        .isEqualTo(409);
    assertThat(core.get("/api/v1/rule-sets/active").json().get("version").asInt()).isEqualTo(2);
  }

  @Test
  void aTableThatIsDeletedGoesWithItsVersionsButNoNumberComesAgain() {
    JsonNode table = cmdb();
    send("DELETE", TABLES + "/" + table.get("id").asText(), "");
    longAgo(40);
    assertThat(kept()).as("the newest number").containsExactly("1");
    assertThat(cmdb().get("content").asInt()).isEqualTo(2);
    assertThat(kept()).containsExactly("2");
  }
}
