package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the rule that routes an alert says of the incident that it opens. */
class RuleActionsIT {

  private static final String RULES =
      """
      [{"name":"prod","matchers":["env=\\"prod\\""],"escalation_policy":"nights","continue":true},
       {"name":"all","matchers":[],"title":"{{labels.host}}: {{name}}","impact_scopes":["legal"],
        "escalation_policy":"shop ladder"}]\
      """;

  private final EscalationScene scene = new EscalationScene();
  private final RunningCore core = scene.core;

  @BeforeEach
  void people() {
    scene.person("ann", "sms");
    scene.person("dba", "sms");
    scene.policy(1, "PT30M", "", scene.userAfter("PT0S", "ann"));
    made(
        "/api/v1/escalation-policies",
        """
        {"name":"Nights","rounds":1,
         "steps":[{"after":"PT0S","notify":[{"type":"user","user":"dba"}]}]}\
        """);
    made("/api/v1/scopes", "{\"name\":\"Legal\",\"actions\":\"Document it\"}");
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theIncidentHasTitlePolicyAndScopesOfItsRules() {
    int version = scene.rules(RULES);

    String incident = opens(version, 0, "{\"env\":\"prod\",\"host\":\"db-7\"}");

    JsonNode opened = core.get("/api/v1/incidents/" + incident).json();
    assertThat(opened.get("title").asText()).isEqualTo("db-7: Down");
    assertThat(opened.at("/impacted_scopes/0/name").asText()).isEqualTo("Legal");
    assertThat(scene.called(incident)).containsExactly("dba/sms");
    JsonNode why = scene.get(incident, "why?user=dba");
    assertThat(why.at("/items/0/because").toString()).contains("a rule names it");
    assertThat(core.get("/api/v1/incidents/" + incident + "/timeline").json().toString())
        .contains("Concerns Legal, since the rule that routed its alert names it");
  }

  @Test
  void thePolicyStaysTheOneOfTheRuleWhenTheIncidentIsRaised() {
    int version = scene.rules(RULES);
    String incident = opens(version, 0, "{\"env\":\"prod\"}");
    scene.accepts();

    scene.raises(incident, "SEV1");

    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
  }

  /** Who owns what is in the table; the alert says only its host. */
  @Test
  void labelsOfALookupTableChoosePolicyAndScopesNowAndLater() {
    made(
        "/api/v1/lookup-tables",
        "{\"name\":\"cmdb\",\"csv\":\"host,team,data\\ndb-7,dba,personal\\n\"}");
    made(
        "/api/v1/escalation-policies",
        """
        {"name":"Databases","rounds":1,"labels":["team=\\"dba\\""],
         "steps":[{"after":"PT0S","notify":[{"type":"user","user":"dba"}]}]}\
        """);
    made("/api/v1/scopes", "{\"name\":\"Privacy\",\"labels\":[\"data=\\\"personal\\\"\"]}");
    int version =
        scene.rules(
            """
            [{"name":"owners","enrich":{"table":"cmdb","key":["host"],"set":{"team":"team","data":"data"}}}]\
            """);

    String incident = opens(version, 0, "{\"host\":\"db-7\"}");

    assertThat(scene.called(incident)).containsExactly("dba/sms");
    assertThat(core.get("/api/v1/incidents/" + incident + "/timeline").json().toString())
        .contains("Concerns Privacy, since its alert has data=", "as a lookup table says");
    assertThat(core.get("/api/v1/incidents/" + incident + "/escalation").json().get("labels"))
        .hasToString("{\"data\":\"personal\",\"host\":\"db-7\",\"team\":\"dba\"}");
    assertThat(core.get("/api/v1/alerts?incident=" + incident).json().at("/items/0/labels"))
        .as("what its sender posted")
        .hasToString("{\"host\":\"db-7\"}");
    scene.accepts();
    scene.raises(incident, "SEV1");
    assertThat(scene.called(incident)).containsExactly("dba/sms", "dba/sms");
  }

  @Test
  void aLaterRuleDecidesForThoseWhomTheFirstDoesNotMatch() {
    int version = scene.rules(RULES);

    String incident = opens(version, 1, "{\"env\":\"test\"}");

    assertThat(scene.called(incident)).containsExactly("ann/sms");
    assertThat(core.get("/api/v1/incidents/" + incident).json().get("title").asText())
        .isEqualTo(": Down");
  }

  @Test
  void whatIsNotThereIsRefusedWithAPointer() {
    Reply reply =
        core.post(
            "/api/v1/rule-sets",
            """
            {"rules":[{"name":"a","escalation_policy":"nobodys","impact_scopes":["Legal","Press"]},
                      {"name":"b","title":"{{cluster}}"}]}\
            """);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.json().toString()).contains("/rules/1/title");
    Reply named =
        core.post(
            "/api/v1/rule-sets",
            """
            {"rules":[{"name":"a","escalation_policy":"nobodys","impact_scopes":["Legal","Press"]}]}\
            """);
    assertThat(named.status()).isEqualTo(422);
    assertThat(named.http().body())
        .contains("/rules/0/escalation_policy", "/rules/0/impact_scopes/1")
        .doesNotContain("/rules/0/impact_scopes/0");
  }

  private JsonNode made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private String opens(int version, int rule, String labels) {
    Event alert = Event.firing("Down", 2, scene.shop, core.now()).labelled(labels);
    scene.routed(version, rule, alert);
    return core.database
        .query("SELECT id FROM incident WHERE group_key = '" + alert.groupKey() + "'")
        .getFirst();
  }
}
