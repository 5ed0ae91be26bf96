package dev.imas.core.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decision M17: a drill shows who would be reached, and touches nothing else. */
class DrillIT {

  private final RunningCore core = RunningCore.start();
  private final UUID service = core.service("payments");

  DrillIT() {
    person("alice", "alice@example.org");
    person("bob", null);
    post(
        "/escalation-policies",
        "{'name':'ladder','rounds':1,'repeat_after':'PT10M','steps':["
            + "{'notify':[{'type':'user','user':'alice'}]},"
            + "{'after':'PT5M','notify':[{'type':'user','user':'bob'}]},"
            + "{'after':'PT5M','when':{'severities':['SEV4']},'notify':[{'type':'user','user':'alice'}]}]}");
  }

  @AfterEach
  void stop() {
    core.close();
  }

  /** Somebody with a verified mail contact, or with none. */
  private void person(String name, @Nullable String mail) {
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'responder')"
            .formatted(core.tenant, name, name));
    if (mail != null) {
      core.database.execute(
          "INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at) SELECT tenant_id, gen_random_uuid(), id, 'Mail', 'email', '%s', now() FROM user_account WHERE username = '%s'"
              .formatted(mail, name));
    }
  }

  private JsonNode post(String path, String json) {
    Reply reply = core.post("/api/v1" + path, json.replace('\'', '"'));
    assertThat(reply.status()).as("%s", reply.json()).isBetween(200, 201);
    return reply.json();
  }

  private String start(String more) {
    return post("/drills", "{'service':'payments','policy':'ladder','severity':'SEV3'" + more + "}")
        .get("id")
        .asText();
  }

  private JsonNode drill(String id) {
    return core.get("/api/v1/drills/" + id).json();
  }

  private JsonNode awaitState(String id, String state) {
    return Await.until(
        "the drill to be " + state,
        () -> drill(id),
        json -> json.get("state").asText().equals(state));
  }

  private JsonNode awaitSteps(String id, int steps) {
    return Await.until(
        steps + " steps", () -> drill(id), json -> json.get("steps").size() >= steps);
  }

  @Test
  void aDrillGoesThroughAllStepsAndSaysWhoWouldBeReachedAndWhoWouldNot() {
    String id = start(",'factor':3600");

    JsonNode done = awaitState(id, "finished");

    assertThat(done.get("steps").findValuesAsText("outcome"))
        .containsExactly("told", "nobody", "not_now");
    assertThat(done.at("/summary/people").valueStream().map(JsonNode::asText))
        .containsExactly("alice");
    assertThat(done.at("/summary/unreachable").valueStream().map(JsonNode::asText))
        .containsExactly("bob");
    assertThat(done.at("/steps/0/messages/0/status").asText()).isEqualTo("not_sent");
    assertThat(done.at("/summary/sent").asInt()).isZero();
    assertThat(done.at("/steps/2/reasons/0").asText()).isNotEmpty();
    assertThat(done.get("next").isNull()).isTrue();
    assertThat(core.database.count("SELECT count(*) FROM delivery")).as("nobody was told").isZero();
    assertThat(core.database.count("SELECT count(*) FROM incident")).isZero();
    assertThat(core.database.count("SELECT count(*) FROM escalation_run")).isZero();
  }

  /** Rows that lie an hour ahead simulate it; the timer itself is recalled by its engine. */
  @Test
  void aDrillGoesOnAfterTheClockWasSetBack() {
    String id = start("");
    awaitSteps(id, 1);

    core.database.execute(
        """
        UPDATE drill SET due_at = due_at + interval '1 hour';
        UPDATE drill_message SET due_at = due_at + interval '1 hour' WHERE sent_at IS NULL;
        UPDATE timer SET try_at = now(), due_at = now() WHERE kind = 'drill'\
        """);

    awaitSteps(id, 2);
    assertThat(
            core.database.query(
                "SELECT due_at BETWEEN now() AND now() + interval '30 minutes' FROM drill"))
        .containsExactly("t");
  }

  @Test
  void whoIsToldGetsOneMarkedMessageWithALinkAndTheReportSaysHowFastItWas() {
    String id = start(",'send':true");
    JsonNode begun = awaitSteps(id, 1);
    assertThat(begun.get("state").asText()).isEqualTo("running");

    List<String> sent =
        core.database.query(
            "SELECT event || ' ' || channel || ' ' || place || ' ' || (payload #>>"
                + " '{incident,title}') || ' ' || (payload ->> 'actions') FROM delivery");
    assertThat(sent)
        .containsExactly(
            "notice.drill email 0 DRILL of payments: nothing is wrong [\"acknowledge\"]");
    core.database.execute(
        "UPDATE delivery SET status = 'sent', finished_at = created_at + interval '3 seconds'");
    JsonNode report = drill(id);
    assertThat(report.at("/steps/0/messages/0/status").asText()).isEqualTo("sent");
    assertThat(report.at("/summary/accepted").asInt()).isEqualTo(1);
    assertThat(report.at("/summary/slowest_seconds").asDouble()).isBetween(2.0, 4.0);
    assertThat(report.at("/next/step").asInt()).isEqualTo(2);
    assertThat(core.get("/api/v1/delivery-objectives").json().get("items"))
        .as("objectives do not count it")
        .isEmpty();
  }

  @Test
  void theLinkOfTheMessageEndsTheDrillAndOnlyAPostDoes() {
    String id = start(",'send':true");
    awaitSteps(id, 1);
    UUID delivery = UUID.fromString(core.database.query("SELECT id FROM delivery").get(0));
    String path = LinkToken.PATH + LinkToken.of(new SecretBox(new byte[32]), delivery).reveal();

    Reply page = core.get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.http().body()).contains("Nothing is wrong", "Acknowledge the drill");
    assertThat(drill(id).get("state").asText()).as("a GET changes nothing").isEqualTo("running");

    Reply answered = form(path);
    assertThat(answered.http().body()).contains("You have acknowledged the drill");
    JsonNode ended = drill(id);
    assertThat(ended.get("state").asText()).isEqualTo("acknowledged");
    assertThat(ended.get("ended_by").asText()).isEqualTo("alice");
    assertThat(core.database.query("SELECT status FROM delivery")).containsExactly("cancelled");
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'drill'")).isZero();
    assertThat(form(path).http().body()).contains("already ended");
    assertThat(core.get(LinkToken.PATH + "nothing").status()).isEqualTo(404);
  }

  private Reply form(String path) {
    return core.send(
        core.token,
        "POST",
        path,
        "action=acknowledge",
        "content-type",
        "application/x-www-form-urlencoded");
  }

  @Test
  void afterAnAcknowledgementNoStepIsTaken() {
    String id = start(",'send':true,'factor':100");
    awaitSteps(id, 1);
    post("/drills/" + id + "/acknowledge", "{}");
    core.database.execute(
        "UPDATE drill SET due_at = now() - interval '1 hour'"); // as if its time had come
    assertThat(core.post("/api/v1/drills/" + id + "/acknowledge", "{}").status()).isEqualTo(409);
    assertThat(drill(id).get("steps")).hasSize(1);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_kind = 'drill' ORDER BY at"))
        .containsExactly("drill.create", "drill.acknowledge");
  }

  @Test
  void aDrillSurvivesARestartAndTakesEachStepOnce() {
    String id = start(",'send':true,'factor':60"); // 5 minutes are 5 seconds
    awaitSteps(id, 1);
    core.restart();
    core.startAnother();
    JsonNode done = awaitState(id, "finished");
    assertThat(done.get("steps")).hasSize(3);
    assertThat(core.database.count("SELECT count(*) FROM delivery")).isEqualTo(1);
  }

  @Test
  void turnsOfARoundRobinStayAsTheyAre() {
    post(
        "/schedules",
        "{'name':'rota','team':'team of"
            + " payments','time_zone':'UTC','layers':[{'name':'main','start':'2026-01-05T09:00','every':'P1W','slots':[['alice'],['bob']]}]}");
    post(
        "/escalation-policies",
        "{'name':'in"
            + " turn','steps':[{'notify':[{'type':'schedule','schedule':'rota','round_robin':true}]}]}");
    String id =
        post("/drills", "{'service':'payments','policy':'in turn','factor':3600}")
            .get("id")
            .asText();
    awaitSteps(id, 1);
    assertThat(core.database.count("SELECT count(*) FROM escalation_turn")).isZero();
  }

  @Test
  void theServicesOwnPolicyIsDrilledAndFaultsNameTheirPlace() {
    Reply none = core.post("/api/v1/drills", "{\"service\":\"payments\",\"severity\":\"SEV3\"}");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().get("pointer").asText()).isEqualTo("/policy");
    core.database.execute(
        "UPDATE service SET escalation_policy_id = (SELECT id FROM escalation_policy WHERE name ="
            + " 'ladder') WHERE id = '"
            + service
            + "'");
    JsonNode chosen = post("/drills", "{'service':'payments','severity':'SEV3'}");
    assertThat(chosen.at("/policy/name").asText()).isEqualTo("ladder");
    assertThat(
            core.post("/api/v1/drills", "{\"service\":\"nothing\"}").json().get("pointer").asText())
        .isEqualTo("/service");
    assertThat(
            core.post("/api/v1/drills", "{\"service\":\"payments\",\"factor\":0}")
                .json()
                .get("pointer")
                .asText())
        .isEqualTo("/factor");
  }

  @Test
  void fiveDrillsRunAtATimeAtMost() {
    for (int i = 0; i < 5; i++) {
      start("");
    }
    Reply sixth = core.post("/api/v1/drills", "{\"service\":\"payments\",\"policy\":\"ladder\"}");
    assertThat(sixth.status()).isEqualTo(409);
    assertThat(core.get("/api/v1/drills?state=running").json().get("items")).hasSize(5);
  }
}
