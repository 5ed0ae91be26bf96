package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever goes while on call hands over: by the API, and by an apply that prunes (M13). */
class ReassignIT {

  /** Eve has the turn of now. The team has a lead; ada and bob take turns, too. */
  private static final String PEOPLE =
      AppliedTo.user("root", "tenant_admin")
          + ","
          + AppliedTo.user("ada", "responder")
          + ","
          + AppliedTo.user("bob", "responder")
          + ","
          + AppliedTo.user("lea", "responder")
          + ",{'kind':'team','key':'t','name':'T','members':[{'user':'lea','role':'lead'}]}";

  private static final String EVE = "," + AppliedTo.user("eve", "responder");

  private final RunningCore core = RunningCore.start();
  private final AppliedTo applied = new AppliedTo(core);

  @BeforeEach
  void putEveEverywhere() {
    applied.done(PEOPLE + EVE);
    post(
        "/schedules",
        "{'name':'by hand','team':'T','time_zone':'UTC','layers':["
            + layer("main", "['eve'],['ada'],['bob']")
            + "]}");
    post(
        "/schedules/by%20hand/overrides",
        "{'level':2,'user':'eve','from':'%s','until':'%s','note':'trade fair'}"
            .formatted(core.now().plus(Duration.ofDays(2)), core.now().plus(Duration.ofDays(3))));
    put("/teams/T/stand-ins", "{'current_on_call':'eve','manager':'ada'}");
    post(
        "/escalation-policies",
        "{'name':'P','team':'T','steps':[{'notify':[{'type':'user','user':'eve'},"
            + "{'type':'user','user':'bob'}]}]}");
    post("/services", "{'name':'S','owner_team':'T'}");
    post(
        "/drill-schedules",
        "{'name':'D','service':'S','policy':'P','days':['monday'],'at':'10:00','time_zone':'UTC','owner':'eve'}");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  /** A rotation whose first turn has just begun. */
  private String layer(String name, String slots) {
    return "{'name':'%s','start':'%sT00:00','every':'P1D','slots':[%s]}"
        .formatted(name, core.now().toString().substring(0, 10), slots);
  }

  private JsonNode post(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isLessThan(300);
    return reply.json();
  }

  private void put(String path, String json) {
    Reply reply = core.send(core.token, "PUT", "/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
  }

  private JsonNode get(String path) {
    return core.get("/api/v1" + path).json();
  }

  private Reply delete(String query) {
    return core.send(core.token, "DELETE", "/api/v1/users/eve" + query, null);
  }

  private JsonNode shifts() {
    return get("/schedules/by%20hand/shifts?until=" + core.now().plus(Duration.ofDays(4)))
        .get("items");
  }

  @Test
  void withoutASuccessorTheAnswerSaysWhereTheUserIsStillNeeded() {
    Reply refused = delete("");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains(
            "schedule by hand",
            "override of schedule by hand",
            "stand-ins of team T",
            "escalation policy P",
            "have it reassigned");
  }

  @Test
  void aNamedSuccessorTakesEveryPlaceAtTheSameTimes() {
    put("/on-call/default", "{'user':'eve'}");
    JsonNode before = shifts();

    assertThat(delete("?successor=bob").status()).isEqualTo(204);

    JsonNode after = shifts();
    assertThat(after.size()).isEqualTo(before.size());
    for (int i = 0; i < before.size(); i++) {
      String was = before.get(i).at("/user/username").asText();
      assertThat(after.get(i).at("/user/username").asText())
          .isEqualTo(was.equals("eve") ? "bob" : was);
      assertThat(after.get(i).get("until")).isEqualTo(before.get(i).get("until"));
    }
    assertThat(AppliedTo.texts(shifts(), "because")).contains("override");
    assertThat(get("/teams/T/stand-ins").at("/current_on_call/username").asText()).isEqualTo("bob");
    assertThat(get("/teams/T/stand-ins").at("/manager/username").asText()).isEqualTo("ada");
    assertThat(get("/on-call/default").at("/user/username").asText()).isEqualTo("bob");
    assertThat(get("/drill-schedules/D").at("/owner/username").asText()).isEqualTo("bob");
    assertThat(get("/escalation-policies/P").at("/steps/0/notify"))
        .as("once, though both were told before")
        .hasSize(1);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE action LIKE '%reassign' OR action LIKE"
                    + " 'override.%' OR action LIKE 'user.delete' ORDER BY action"))
        .containsExactly(
            "drill_schedule.reassign",
            "escalation_policy.reassign",
            "override.create",
            "override.create",
            "override.end",
            "schedule.reassign",
            "user.delete");
  }

  @Test
  void withoutANameTheOrderClosesUpAndALeadStandsIn() {
    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("eve");

    assertThat(delete("?reassign=true").status()).isEqualTo(204);

    assertThat(AppliedTo.texts(shifts(), "because")).doesNotContain("override");
    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("ada");
    assertThat(shifts().at("/1/user/username").asText()).isEqualTo("bob");
    assertThat(get("/teams/T/stand-ins").at("/current_on_call/username").asText()).isEqualTo("lea");
    assertThat(get("/escalation-policies/P").at("/steps/0/notify").toString()).contains("lea");
  }

  @Test
  void whereNobodyCanBePickedNothingIsHandedOver() {
    put("/on-call/default", "{'user':'eve'}");

    Reply refused = delete("?reassign=true");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains("default on call", "name the successor")
        .doesNotContain("schedule by hand");
    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("eve");
    assertThat(get("/teams/T/stand-ins").at("/current_on_call/username").asText()).isEqualTo("eve");
  }

  @Test
  void aSuccessorIsSomebodyElseWhoIsThereAndActive() {
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'bob'");

    assertThat(delete("?successor=bob").json().get("detail").asText())
        .contains("bob cannot take this over");
    assertThat(delete("?successor=eve").status()).isEqualTo(409);
    assertThat(delete("?successor=nobody").status()).isEqualTo(404);
    assertThat(core.database.count("SELECT count(*) FROM user_account WHERE deleted_at IS NULL"))
        .isEqualTo(5);
  }

  @Test
  void anApplyThatPrunesNamesTheSuccessorAndSaysWhatPassedOn() {
    JsonNode dry = applied.done(PEOPLE, ",'prune':true,'dry_run':true,'successors':{'eve':'bob'}");
    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("eve");

    JsonNode done = applied.done(PEOPLE, ",'prune':true,'successors':{'eve':'bob'}");

    assertThat(done.get("changes")).isEqualTo(dry.get("changes"));
    assertThat(done.at("/changes/0/action").asText()).isEqualTo("delete");
    assertThat(done.at("/changes/0/parts").toString())
        .contains(
            "{\"path\":\"schedule by hand\",\"before\":\"eve\",\"after\":\"bob\"}",
            "escalation policy P",
            "drill schedule D");
    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("bob");
    assertThat(applied.done(PEOPLE, ",'prune':true,'successors':{'eve':'bob'}").get("changes"))
        .as("again")
        .isEmpty();
  }

  @Test
  void anApplyMayLeaveThePickToImasOrRefuse() {
    assertThat(applied.post(PEOPLE, ",'prune':true").status()).isEqualTo(409);
    assertThat(applied.post(PEOPLE, ",'prune':true,'successors':{'ada':'bob'}").status())
        .as("somebody else's successor")
        .isEqualTo(409);

    applied.done(PEOPLE, ",'prune':true,'reassign':true");

    assertThat(shifts().at("/0/user/username").asText()).isEqualTo("ada");
  }

  @Test
  void aSuccessorOfAnApplyMustBeThereAfterwards() {
    applied.done(PEOPLE + EVE + "," + AppliedTo.user("mallory", "viewer"));

    Reply gone = applied.post(PEOPLE, ",'prune':true,'successors':{'eve':'mallory'}");
    Reply unknown = applied.post(PEOPLE, ",'prune':true,'successors':{'eve':'nobody'}");
    Reply noObject = applied.post(PEOPLE, ",'successors':['eve']");

    assertThat(gone.status()).isEqualTo(422);
    assertThat(gone.json().toString()).contains("/successors/eve names 'mallory'");
    assertThat(unknown.json().toString()).contains("/successors/eve names 'nobody'");
    assertThat(noObject.json().toString()).contains("/successors must be an object");
  }

  @Test
  void aDocumentMayNotNameWhoIsDeletedByTheSameApply() {
    String schedule =
        ",{'kind':'schedule','key':'s','name':'S','team':'t','time_zone':'UTC','layers':["
            + layer("x", "'ada','eve'")
            + "]}";
    applied.done(PEOPLE + EVE + schedule);

    Reply refused = applied.post(PEOPLE + schedule, ",'prune':true,'reassign':true");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().toString())
        .contains(
            "/documents/5/layers/0/slots/1/0",
            "schedule s: /layers/0/slots/1/0 names 'eve', which has no document any more");
  }
}
