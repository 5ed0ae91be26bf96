package dev.imas.core.ruleset;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What rules name by a text cannot be renamed, switched off or deleted without a word: neither by
 * the API nor by documents, and not by going back to older rules.
 */
class RuleReferencesIT {

  private static final RunningCore core = RunningCore.start();
  private static String team = "";
  private static int firstRules;

  @BeforeAll
  static void rulesThatNameOneOfEach() {
    team = made("/teams", "{'name':'Shop'}").json().get("id").asText();
    made("/services", "{'name':'Checkout','aliases':['till'],'owner_team':'Shop'}");
    made("/services", "{'name':'Cart','owner_team':'Shop'}");
    made("/escalation-policies", "{'name':'Loud','steps':[{'notify':[{'type':'oncall'}]}]}");
    made("/scopes", "{'name':'Customers'}");
    made(
        "/time-intervals",
        "{'name':'nights','time_intervals':[{'times':[{'start_time':'22:00','end_time':'23:00'}]}]}");
    firstRules = rules("Cart", "Loud", "Customers", "nights");
    activate(firstRules);
    activate(rules("till", "loud", "customers", "Nights"));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static Reply made(String path, String body) {
    Reply made = core.post("/api/v1" + path, json(body));
    assertThat(made.http().statusCode()).as("%s: %s", path, made.http().body()).isEqualTo(201);
    return made;
  }

  private static int rules(String service, String policy, String scope, String times) {
    return made(
            "/rule-sets",
            ("{'rules':[{'name':'shop','matchers':['team=shop'],'service':'%s','escalation_policy':'%s',"
                 + "'impact_scopes':['%s'],'mute_times':['%s']}]}")
                .formatted(service, policy, scope, times))
        .json()
        .get("version")
        .asInt();
  }

  private static void activate(int version) {
    Reply done = core.post("/api/v1/rule-sets/" + version + "/activate", "{}");
    assertThat(done.http().statusCode()).as(done.http().body()).isEqualTo(200);
  }

  /** Replaces one member of what is there. */
  private static Reply put(String path, String member, String value) {
    Reply there = core.get("/api/v1" + path);
    ObjectNode body = (ObjectNode) there.json().deepCopy();
    body.remove(
        List.of(
            "id",
            "version",
            "created_at",
            "updated_at",
            "is_triage",
            "warnings",
            "in_force",
            "next_change",
            "incidents"));
    if (body.get("owner_team") != null && body.get("owner_team").isObject()) {
      body.put("owner_team", body.get("owner_team").get("id").asText());
    }
    body.properties().removeIf(one -> one.getValue().isNull());
    if (value.equals("true") || value.equals("false")) {
      body.put(member, Boolean.parseBoolean(value));
    } else {
      body.put(member, value);
    }
    return core.send(
        core.token,
        "PUT",
        "/api/v1" + path,
        body.toString(),
        "if-match",
        requireNonNull(there.header("etag")));
  }

  private static Reply replaced(String path, String body) {
    Reply there = core.get("/api/v1" + path);
    return core.send(
        core.token,
        "PUT",
        "/api/v1" + path,
        json(body),
        "if-match",
        requireNonNull(there.header("etag")));
  }

  private static void isRefused(Reply reply, String what) {
    assertThat(reply.http().statusCode()).as(reply.http().body()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText())
        .contains("the rules in force", "/rules/0/", what);
  }

  @Test
  void theNameByWhichRulesFindSomethingStays() {
    isRefused(
        replaced("/services/Checkout", "{'name':'Checkout','owner_team':'" + team + "'}"),
        "service 'till'");
    isRefused(put("/services/Checkout", "is_active", "false"), "service 'till'");
    isRefused(core.send(core.token, "DELETE", "/api/v1/services/Checkout", null), "service 'till'");
    isRefused(put("/escalation-policies/Loud", "name", "Quiet"), "escalation policy 'loud'");
    isRefused(put("/escalation-policies/Loud", "is_active", "false"), "escalation policy 'loud'");
    isRefused(
        core.send(core.token, "DELETE", "/api/v1/escalation-policies/Loud", null),
        "escalation policy 'loud'");
    isRefused(put("/scopes/Customers", "name", "Buyers"), "impact scope 'customers'");
    isRefused(put("/scopes/Customers", "is_active", "false"), "impact scope 'customers'");
    isRefused(
        replaced("/time-intervals/nights", "{'name':'dark','time_intervals':[{}]}"),
        "time interval 'Nights'");
    isRefused(
        core.send(core.token, "DELETE", "/api/v1/time-intervals/nights", null),
        "time interval 'Nights'");
  }

  @Test
  void aNameThatFindsSomethingElseIsRefusedToo() {
    Reply taken =
        replaced(
            "/services/Cart", "{'name':'till','aliases':['Cart'],'owner_team':'" + team + "'}");

    isRefused(taken, "service 'till'");
  }

  @Test
  void aRenamedServiceKeepsItsOldNameAsAnAlias() {
    made("/services", "{'name':'Search','owner_team':'Shop'}");

    Reply forgotten = put("/services/Search", "name", "Find");

    assertThat(forgotten.http().statusCode()).isEqualTo(422);
    assertThat(forgotten.json().get("detail").asText())
        .contains("/aliases", "alerts that name 'Search' would go to triage");
    Reply kept =
        replaced(
            "/services/Search", "{'name':'Find','aliases':['Search'],'owner_team':'" + team + "'}");
    assertThat(kept.http().statusCode()).as(kept.http().body()).isEqualTo(200);
  }

  @Test
  void documentsAreJudgedByWhatIsThereInTheEnd() {
    Reply alone =
        core.post(
            "/api/v1/configuration",
            json(
                "{'set':'s','documents':[{'kind':'impact_scope','key':'customers','name':'Customers'}]}"));
    assertThat(alone.http().statusCode()).as(alone.http().body()).isEqualTo(200);

    Reply renamed =
        core.post(
            "/api/v1/configuration",
            json(
                "{'set':'s','documents':[{'kind':'impact_scope','key':'customers','name':'Buyers'}]}"));

    isRefused(renamed, "impact scope 'customers'");
  }

  @Test
  void olderRulesThatNameWhatIsGoneAreNotPutIntoForceAgain() {
    made("/services", "{'name':'Old','owner_team':'Shop'}");
    int old =
        made("/rule-sets", "{'rules':[{'name':'old','matchers':['a=b'],'service':'Old'}]}")
            .json()
            .get("version")
            .asInt();
    core.send(core.token, "DELETE", "/api/v1/services/Old", null);

    Reply back = core.post("/api/v1/rule-sets/" + old + "/activate", "{}");

    assertThat(back.http().statusCode()).isEqualTo(409);
    assertThat(back.json().get("detail").asText())
        .contains("names the service 'Old', which is not there any more");
  }
}
