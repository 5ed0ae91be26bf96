package dev.imas.core.ruleset;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.Naming;
import dev.imas.core.rule.Origin;
import dev.imas.core.rule.RoutedAlert;
import dev.imas.core.rule.Routing;
import dev.imas.core.rule.RoutingTable;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.core.sla.ServiceTier;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * ING-22, RTE-07: rules ask for source, type, service, tier, team and severity. What they say of an
 * incident comes out the same in core, which routes once more, as in the gateway.
 */
class KnownConditionsIT {

  private static final RunningCore core = RunningCore.start();
  private static UUID team = new UUID(0, 0);
  private static UUID shop = new UUID(0, 0);

  @BeforeAll
  static void catalog() {
    team = id(made("/teams", "{'name':'Payments'}"));
    shop =
        id(
            made(
                "/services",
                "{'name':'Shop','aliases':['till'],'owner_team':'Payments','tier':'TIER_1_CRITICAL'}"));
    made("/escalation-policies", "{'name':'Loud','steps':[{'notify':[{'type':'oncall'}]}]}");
    made("/scopes", "{'name':'Customers'}");
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static UUID id(Reply made) {
    return UUID.fromString(made.json().get("id").asText());
  }

  private static Reply made(String path, String body) {
    Reply made = core.post("/api/v1" + path, body.replace('\'', '"'));
    assertThat(made.status()).as("%s: %s", path, made.http().body()).isEqualTo(201);
    return made;
  }

  private static String sourceName() {
    return core.get("/api/v1/sources/" + core.source).json().get("name").asText();
  }

  @Test
  void laterRulesSeeWhatEarlierOnesDecidedAndCoreFindsTheSame() {
    String rules =
        """
        [{"name":"money","matchers":["alertname=\\"CardsDeclined\\""],"service":"Shop","severity":"SEV1","continue":true},
         {"name":"was less","when":{"severity":["SEV3"]},"tags":["unseen"],"continue":true},
         {"name":"from here","when":{"source":["%s"]},"impact_scopes":["Customers"],"continue":true},
         {"name":"of payments","when":{"all":[{"team":["payments"]},{"tier":["TIER_1_CRITICAL"]},{"severity":["P1"]}]},
          "escalation_policy":"Loud","title":"Money: {{name}}","continue":true},
         {"name":"of another type","when":{"not":{"source_type":["ANY"]}},"title":"unseen"}]\
        """
            .formatted(sourceName());
    int version = made("/rule-sets", "{\"rules\":" + rules + "}").json().get("version").asInt();
    RoutingTable table =
        RoutingTable.compile(
            version,
            Json.read("{\"rules\":" + rules + "}", RuleSetDefinition.class),
            ServiceCatalog.of(
                List.of(
                    new Service(core.triage, "Unknown/Triage", List.of(), true),
                    new Service(
                        shop,
                        "Shop",
                        List.of("till"),
                        false,
                        ServiceTier.TIER_1_CRITICAL,
                        new Service.Owner(team, "Payments")))),
            true);

    Event declined = Event.firing("CardsDeclined", 3, core.triage, core.now());
    Routing routing =
        table.route(
            new RoutedAlert(
                Labels.of(Json.readTexts(declined.labels())),
                Severity.SEV3_MEDIUM,
                Severity.SEV4_LOW,
                core.now(),
                Naming.UNKNOWN,
                Origin.of(core.source, sourceName(), "ANY")));
    core.ingest.post(
        core.tenant, core.source, core.now(), List.of(declined.routed(routing)), e -> routing);
    core.follow();

    assertThat(
            core.database.query(
                "SELECT title || ' ' || severity || ' ' || (service_id = '"
                    + shop
                    + "')"
                    + " FROM incident"))
        .containsExactly("Money: CardsDeclined 1 true");
    assertThat(
            core.database.query(
                "SELECT s.name FROM incident_scope i JOIN impact_scope s ON s.id = i.scope_id"))
        .containsExactly("Customers");
    assertThat(core.database.count("SELECT count(*) FROM tag WHERE name = 'unseen'")).isZero();
    String fingerprint = core.get("/api/v1/alerts").json().at("/items/0/fingerprint").asText();
    assertThat(
            core.get("/api/v1/alerts/" + fingerprint + "/explain")
                .json()
                .get("explanation")
                .get("rules")
                .findValuesAsText("condition"))
        .containsExactly("severity is \"SEV3\"", "not (source_type is \"ANY\")");
  }

  @Test
  void whatIsNotThereIsRefusedWithItsPlace() {
    Reply refused =
        core.post(
            "/api/v1/rule-sets",
            """
            {"rules":[
              {"name":"a","when":{"all":[{"source":["nowhere"]},{"not":{"team":["Nobody"]}}]}},
              {"name":"b","when":{"any":[{"service":["till","gone"]},{"source_type":["zabix"]}]}}]}\
            """);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "/rules/0/when/all/0/source/0",
            "/rules/0/when/all/1/not/team/0",
            "/rules/1/when/any/0/service/1",
            "/rules/1/when/any/1/source_type/0");
    Reply unreadable =
        core.post(
            "/api/v1/rule-sets",
            """
            {"rules":[{"name":"a","when":{"tier":["gold"]}},{"name":"b","when":{"severity":["bad"]}},
              {"name":"c","when":{"team":[]}}]}\
            """);
    assertThat(unreadable.json().get("details").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "/rules/0/when/tier/0", "/rules/1/when/severity/0", "/rules/2/when/team");
  }

  @Test
  void whatRulesInForceAskForKeepsItsName() {
    made("/teams", "{'name':'Search'}");
    made("/sources", "{'name':'lab','type':'CUSTOM'}");
    int version =
        made(
                "/rule-sets",
                "{'rules':[{'name':'a','when':{'any':[{'team':['search']},{'source':['LAB']}]}}]}")
            .json()
            .get("version")
            .asInt();
    Reply active = core.post("/api/v1/rule-sets/" + version + "/activate", "{}");
    assertThat(active.status()).as(active.http().body()).isEqualTo(200);

    isRefused(renamed("/teams/Search", "{'name':'Find'}"), "/rules/0/when/any/0/team/0");
    isRefused(core.send(core.token, "DELETE", "/api/v1/teams/Search", null), "team 'search'");
    isRefused(
        renamed("/sources/lab", "{'name':'laboratory','type':'CUSTOM'}"),
        "/rules/0/when/any/1/source/0");
    isRefused(core.send(core.token, "DELETE", "/api/v1/sources/lab", null), "source 'LAB'");
  }

  private static Reply renamed(String path, String body) {
    Reply there = core.get("/api/v1" + path);
    return core.send(
        core.token,
        "PUT",
        "/api/v1" + path,
        body.replace('\'', '"'),
        "if-match",
        requireNonNull(there.header("etag")));
  }

  private static void isRefused(Reply reply, String what) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText()).contains("the rules in force", what);
  }
}
