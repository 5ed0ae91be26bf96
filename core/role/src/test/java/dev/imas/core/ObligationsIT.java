package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Legal duties of incidents over the API, and on a moved clock (C56 to C58, C45, C152). */
class ObligationsIT {

  private static final String SHA =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final Map<String, String> WITH_PEOPLE = RunningCore.WITH_PEOPLE;

  private final RunningCore core = RunningCore.start(WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();
  private int made;

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String token, String method, String path, String json) {
    return core.send(token, method, "/api/v1" + path, json.replace('\'', '"'));
  }

  private JsonNode done(String method, String path, String json) {
    Reply reply = send(core.token, method, path, json);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private String scope(String more) {
    String name = "Scope " + ++made;
    done("POST", "/scopes", "{'name':'" + name + "'," + more + "}");
    return name;
  }

  private String incident(String more) {
    return done("POST", "/incidents", "{'title':'Leak " + ++made + "'" + more + "}")
        .get("id")
        .asText();
  }

  private String gdpr() {
    return incident(
        ",'impacted_scopes':['"
            + scope("'regime':'gdpr-33','mandatory_notify_email':['dpo@example.org']")
            + "']");
  }

  private JsonNode duties(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/obligations");
    document.check("GET", "/incidents/{id}/obligations", reply);
    return reply.json().get("items");
  }

  private JsonNode duty(String incident) {
    assertThat(duties(incident)).hasSize(1);
    return duties(incident).get(0);
  }

  private static JsonNode stage(JsonNode duty, String id) {
    for (JsonNode stage : duty.get("stages")) {
      if (stage.get("id").asText().equals(id)) {
        return stage;
      }
    }
    throw new AssertionError("no stage " + id + " in " + duty);
  }

  private static Instant at(JsonNode of, String member) {
    return Instant.parse(of.get(member).asText());
  }

  private String path(JsonNode duty) {
    return "/incidents/"
        + duty.at("/incident/id").asText()
        + "/obligations/"
        + duty.get("id").asText();
  }

  private String submission(Instant at, String more) {
    return "{'at':'"
        + at
        + "','authority':'CNIL','reference':'VIO-4711','document':'cnil.pdf','document_sha256':'"
        + SHA
        + "'"
        + more
        + "}";
  }

  private Reply submitted(JsonNode duty, String stage, Instant at, String more) {
    return send(
        core.token, "POST", path(duty) + "/stages/" + stage + "/submission", submission(at, more));
  }

  /** Time passes for duties, too; the database's clock cannot be moved. */
  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'obligation' AND due_at <= '%s'"
            .formatted(core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'obligation' AND try_at <= now()"),
        left -> left == 0);
  }

  private List<String> entries(String incident) {
    return core.database.query(
        "SELECT message FROM timeline WHERE type = 'OBLIGATION' AND incident_id = '"
            + incident
            + "' ORDER BY seq");
  }

  private long reminders() {
    return core.database.count("SELECT count(*) FROM delivery WHERE event = 'notice.obligation'");
  }

  @Test
  void scopeWithALawOpensADutyThatSaysWhyItIsDueThen() {
    Instant detected = core.now().minus(Duration.ofHours(5)).truncatedTo(ChronoUnit.SECONDS);
    String scope = scope("'regime':'gdpr-33'");
    String id = incident(",'detected_at':'" + detected + "','impacted_scopes':['" + scope + "']");

    JsonNode duty = duty(id);
    assertThat(duty.get("regime_name").asText()).isEqualTo("GDPR Art. 33");
    assertThat(duty.at("/scope/name").asText()).isEqualTo(scope);
    assertThat(at(duty, "aware_at")).isEqualTo(detected);
    JsonNode stage = stage(duty, "notification");
    assertThat(stage.get("state").asText()).isEqualTo("running");
    assertThat(at(stage, "due_at")).isEqualTo(detected.plus(Duration.ofHours(72)));
    JsonNode entry =
        core.get("/api/v1/events?type=obligation&to=" + core.now().plus(Duration.ofDays(4)))
            .json()
            .get("items")
            .valueStream()
            .filter(one -> one.get("of").equals(duty.get("id")))
            .findFirst()
            .orElseThrow();
    assertThat(entry.get("title").asText()).isEqualTo("GDPR Art. 33: Notification");
    assertThat(at(entry, "from"))
        .as("in the calendar")
        .isEqualTo(detected.plus(Duration.ofHours(72)));
    assertThat(stage.at("/because/0/anchor").asText()).isEqualTo("awareness");
    assertThat(stage.at("/because/0/length/amount").asInt()).isEqualTo(72);
    assertThat(
            core.get("/api/v1/incidents/" + id)
                .json()
                .at("/impacted_scopes/0/legal_deadline_at")
                .asText())
        .as("in the incident itself")
        .isEqualTo(stage.get("due_at").asText());
    done("DELETE", "/incidents/" + id + "/scopes/" + scope.replace(" ", "%20"), "");
    done("PUT", "/incidents/" + id + "/scopes/" + scope.replace(" ", "%20"), "");
    assertThat(duties(id))
        .as("a scope that is taken away leaves its duty, and brings no second")
        .hasSize(1);
  }

  @Test
  void alertThatBringsTheScopeBringsTheDuty() {
    scope("'regime':'nis2-23','labels':['alertname=~\\\"leak.*\\\"']");
    Await.until(
        "labels of scopes to be known",
        () -> {
          core.post(Event.firing("leak " + ++made, 1, core.triage, core.now()));
          core.follow();
          return core.get("/api/v1/obligations").json().get("items").size();
        },
        found -> found > 0);
    assertThat(core.get("/api/v1/obligations").json().at("/items/0/regime").asText())
        .isEqualTo("nis2-23");
  }

  @Test
  void documentsSayWhichLawAScopeHas() {
    String documents =
        "{'set':'s','documents':[{'kind':'impact_scope','key':'leak','name':'Leak','regime':'nis2-23'}]}";
    assertThat(done("POST", "/configuration", documents).at("/counts/create").asInt()).isEqualTo(1);
    assertThat(core.get("/api/v1/scopes/Leak").json().get("regime").asText()).isEqualTo("nis2-23");
    assertThat(done("POST", "/configuration", documents).get("changes")).isEmpty();
    assertThat(core.get("/api/v1/configuration").http().body()).contains("nis2-23");
  }

  @Test
  void scopeThatADutyComesFromStays() {
    String scope = scope("'regime':'gdpr-33'");
    String id = incident(",'impacted_scopes':['" + scope + "']");
    String path = "/scopes/" + scope.replace(" ", "%20");
    done("DELETE", "/incidents/" + id + path, "");
    Reply gone = send(core.token, "DELETE", path, "");
    assertThat(gone.status()).isEqualTo(409);
    assertThat(gone.json().get("detail").asText()).contains("legal duties come from this scope");
  }

  @Test
  void hoursOfAScopeAreADutyToo() {
    String id = incident(",'impacted_scopes':['" + scope("'legal_clock_hours':24") + "']");
    assertThat(at(stage(duty(id), "report"), "due_at"))
        .isEqualTo(core.now().plus(Duration.ofHours(24)));
    assertThat(duty(id).get("regime").asText()).isEqualTo("own-hours");
    JsonNode register = core.get("/api/v1/obligations/export?regime=own-hours").json();
    assertThat(register.get("items")).hasSize(1);
  }

  @Test
  void reminderOfEachKindComesExactlyOnceAndNoneAfterProof() {
    String id = gdpr();
    Instant aware = core.now();
    assertThat(reminders()).isZero();
    passes(Duration.ofHours(24).minusMillis(1));
    assertThat(entries(id)).isEmpty();
    passes(Duration.ofMillis(1));
    assertThat(entries(id)).hasSize(1);
    assertThat(reminders()).isEqualTo(1);
    passes(Duration.ofHours(24));
    passes(Duration.ofHours(18));
    assertThat(entries(id))
        .hasSize(3)
        .allMatch(text -> text.startsWith("Reminder: GDPR Art. 33, notification is due "));
    passes(Duration.ofHours(6));
    assertThat(entries(id)).as("at its due time it is not overdue").hasSize(3);
    for (int hour = 0; hour <= 6; hour++) {
      passes(hour == 0 ? Duration.ofMillis(1) : Duration.ofHours(1));
      passes(Duration.ofMillis(1));
      assertThat(entries(id)).as("hour " + hour).hasSize(4 + hour);
    }
    passes(Duration.ofHours(17));
    assertThat(entries(id)).hasSize(10);
    passes(Duration.ofHours(1));
    assertThat(entries(id))
        .as("daily from then on")
        .hasSize(11)
        .last()
        .asString()
        .startsWith("Overdue: ");
    passes(Duration.ofDays(1));
    assertThat(reminders()).isEqualTo(12);
    assertThat(
            core.database.query(
                "SELECT DISTINCT address FROM delivery WHERE event = 'notice.obligation' AND status"
                    + " <> 'held'"))
        .containsExactly("dpo@example.org");

    Reply late = submitted(duty(id), "notification", core.now(), ",'reason':'Nobody was there'");
    assertThat(late.status()).as(late.http().body()).isEqualTo(200);
    passes(Duration.ofDays(3));
    assertThat(reminders()).isEqualTo(12);
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'obligation'"))
        .isZero();
    assertThat(at(duty(id), "aware_at")).isEqualTo(aware);
  }

  @Test
  void twoScopesWithOneLawAreOneDutyOfWhichBothHear() {
    String one = scope("'regime':'gdpr-33','mandatory_notify_email':['dpo@example.org']");
    String other = scope("'regime':'gdpr-33','mandatory_notify_email':['law@example.org']");
    String id = incident(",'impacted_scopes':['" + one + "','" + other + "']");
    assertThat(duties(id)).hasSize(1);
    assertThat(core.get("/api/v1/incidents/" + id).json().get("impacted_scopes"))
        .extracting(scope -> scope.get("legal_deadline_at").asText())
        .containsOnly(stage(duty(id), "notification").get("due_at").asText());
    passes(Duration.ofHours(24));
    assertThat(remindedAddresses()).containsExactly("dpo@example.org", "law@example.org");
  }

  /** By hand, and nobody is named anywhere: somebody hears of it all the same. */
  @Test
  void dutyOfNobodyIsToldToTheFallback() {
    String id = incident("");
    done("POST", "/incidents/" + id + "/obligations", "{'regime':'dora-19'}");
    passes(Duration.ofHours(8));
    assertThat(remindedAddresses()).containsExactly("console");
  }

  private List<String> remindedAddresses() {
    return core.database.query(
        "SELECT address FROM delivery WHERE event = 'notice.obligation' ORDER BY 1");
  }

  @Test
  void reminderThatWasMissedIsSentOnceForAll() {
    String id = gdpr();
    passes(Duration.ofHours(75));
    assertThat(entries(id)).hasSize(1);
    assertThat(reminders()).isEqualTo(1);
  }

  private String person() {
    String name = "ada" + UUID.randomUUID().toString().substring(0, 8);
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role)"
            + " VALUES ('%s', gen_random_uuid(), '%s', '%s@example.org', 'operator')"
                .formatted(core.tenant, name, name));
    return name;
  }

  @Test
  void ownerIsRemindedToo() {
    String ada = person();
    String id = gdpr();
    done("PATCH", path(duty(id)), "{'owner':'" + ada + "'}");
    assertThat(duty(id).at("/owner/username").asText()).isEqualTo(ada);
    passes(Duration.ofHours(24));
    assertThat(
            core.database.query(
                "SELECT address FROM delivery WHERE event = 'notice.obligation' ORDER BY 1"))
        .containsExactly(ada + "@example.org", "dpo@example.org");
  }

  @Test
  void stagesOpenOneAfterTheOtherAndTheDutyClosesWithTheLast() {
    String id = incident("");
    JsonNode duty = done("POST", "/incidents/" + id + "/obligations", "{'regime':'dora-19'}");
    assertThat(stage(duty, "intermediate_report").get("state").asText()).isEqualTo("pending");
    assertThat(stage(duty, "intermediate_report").at("/because/0/stage").asText())
        .isEqualTo("initial_notification");
    passes(Duration.ofHours(2));
    duty = done("PATCH", path(duty), "{'classified_at':'" + core.now() + "'}");
    assertThat(at(stage(duty, "initial_notification"), "due_at"))
        .isEqualTo(core.now().plus(Duration.ofHours(4)));
    Reply first = submitted(duty, "initial_notification", core.now(), "");
    document.check(
        "POST", "/incidents/{id}/obligations/{obligation}/stages/{stage}/submission", first);
    assertThat(at(stage(first.json(), "intermediate_report"), "due_at"))
        .isEqualTo(core.now().plus(Duration.ofHours(72)));
    passes(Duration.ofHours(1));
    submitted(duty, "intermediate_report", core.now(), "");
    passes(Duration.ofHours(1));
    JsonNode again = submitted(duty, "intermediate_report", core.now(), "").json();
    assertThat(stage(again, "intermediate_report").get("submissions")).hasSize(2);
    assertThat(at(stage(again, "final_report"), "due_at"))
        .isAfter(core.now().plus(Duration.ofDays(27)));
    JsonNode over =
        done(
            "POST",
            path(duty) + "/stages/final_report/waiver",
            "{'kind':'impossible','reason':'The authority was told'}");
    assertThat(over.get("state").asText()).isEqualTo("closed");
    assertThat(at(over, "closed_at")).isEqualTo(core.now());
    assertThat(entries(id))
        .hasSize(6)
        .last()
        .asString()
        .isEqualTo("DORA Art. 19, final report: impossible. The authority was told");
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '%s' ORDER BY at, id"
                    .formatted(duty.get("id").asText())))
        .contains("obligation.create", "obligation.state", "obligation.submit", "obligation.waive");
  }

  /** C58: resolving, reopening and removing change nothing on it. */
  @Test
  void endOfAnIncidentIsNotTheEndOfItsDuty() {
    String id = gdpr();
    done("POST", "/incidents/" + id + "/acknowledge", "{}");
    done("POST", "/incidents/" + id + "/resolve", "{'resolution_note':'done'}");
    passes(Duration.ofHours(24));
    assertThat(entries(id)).hasSize(1);
    done("POST", "/incidents/" + id + "/reopen", "{'message':'again'}");
    assertThat(duty(id).get("state").asText()).isEqualTo("open");
  }

  /** C45: carried over by reference with its anchors; two of one law stay two. */
  @Test
  void mergedIncidentKeepsItsDutyAndTheTargetShowsIt() {
    String source = gdpr();
    passes(Duration.ofHours(3));
    String target = gdpr();
    Instant due = at(stage(duty(source), "notification"), "due_at");
    done("POST", "/incidents/" + target + "/merge", "{'sources':['" + source + "']}");

    JsonNode both = duties(target);
    assertThat(both).hasSize(2);
    assertThat(both.get(0).at("/incident/id").asText()).isEqualTo(source);
    assertThat(at(stage(both.get(0), "notification"), "due_at")).isEqualTo(due);
    Reply over =
        send(
            core.token,
            "POST",
            "/incidents/"
                + target
                + "/obligations/"
                + both.get(0).get("id").asText()
                + "/stages/notification/submission",
            submission(core.now(), ""));
    assertThat(over.status()).as("by the target's path").isEqualTo(200);
    assertThat(duties(source).get(0).get("state").asText()).isEqualTo("closed");
    assertThat(duties(target).get(1).get("state").asText()).isEqualTo("open");
  }

  /** C57: later only by who may manage duties; before the detection is allowed. */
  @Test
  void awarenessMovesLaterOnlyByWhoMayManageDuties() {
    String id = gdpr();
    JsonNode duty = duty(id);
    Instant detected = at(duty, "aware_at");
    core.clock.move(Duration.ofHours(2));
    String operator = core.ownToken(person(), "mine", "operator");
    String later =
        "{'aware_at':'"
            + detected.plus(Duration.ofHours(1))
            + "','reason':'Only then it was certain'}";
    Reply refused = send(operator, "PATCH", path(duty), later);
    assertThat(refused.status()).as(refused.http().body()).isEqualTo(403);
    assertThat(refused.json().get("detail").asText()).contains("obligation.manage");
    Reply earlier =
        send(
            operator,
            "PATCH",
            path(duty),
            "{'aware_at':'"
                + detected.minus(Duration.ofHours(1))
                + "','reason':'A customer called'}");
    assertThat(earlier.status()).as(earlier.http().body()).isEqualTo(200);
    JsonNode after = done("PATCH", path(duty), later);
    assertThat(at(after, "aware_at")).isEqualTo(detected.plus(Duration.ofHours(1)));
    assertThat(at(after, "detected_at")).isEqualTo(detected);
    assertThat(after.get("history"))
        .extracting(stated -> stated.get("reason").asText())
        .containsExactly("null", "A customer called", "Only then it was certain");
    assertThat(at(stage(after, "notification"), "due_at"))
        .isEqualTo(detected.plus(Duration.ofHours(73)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PATCH |  | {} | states nothing; send a fact such as classified_at, or an owner",
        "PATCH |  | {'aware_at':'2026-01-01T00:00:00Z'} | /reason is missing; say why one was aware"
            + " then",
        "PATCH |  | {'aware_at':null,'reason':'x'} | /aware_at cannot be withdrawn",
        "PATCH |  | {'handled_at':'2199-01-01T00:00:00Z'} | /handled_at must not lie in the future",
        "PATCH |  | {'owner':'nobody'} | /owner: there is no user 'nobody'; name another",
        "POST | /stages/notification/submission | {} | /at is missing; say when the authority got"
            + " it",
        "POST | /stages/notification/submission | {'document_sha256':'abc'} | /document_sha256 must"
            + " be 64 hexadecimal digits",
        "POST | /stages/notification/waiver | {'kind':'forgotten','reason':'x'} | /kind must be"
            + " not_required or impossible",
        "POST | /stages/notification/waiver | {'kind':'impossible'} | /reason is missing"
      })
  void whatIsWrongIsNamedWithTheMend(String method, String below, String body, String problem) {
    Reply reply = send(core.token, method, path(duty(gdpr())) + (below == null ? "" : below), body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    assertThat(reply.json().toString()).contains(problem);
  }

  @Test
  void lateReportNeedsItsReasonAndStaysLate() {
    String id = gdpr();
    JsonNode duty = duty(id);
    core.clock.move(Duration.ofHours(73));
    Reply without = submitted(duty, "notification", core.now(), "");
    assertThat(without.status()).isEqualTo(422);
    assertThat(without.json().get("detail").asText()).contains("say why it is late");
    JsonNode late =
        submitted(duty, "notification", core.now(), ",'reason':'The form was down'").json();
    assertThat(stage(late, "notification").get("state").asText()).isEqualTo("submitted_late");
    JsonNode after = done("PATCH", path(duty), "{'aware_at':'" + core.now() + "','reason':'x'}");
    assertThat(stage(after, "notification").get("state").asText()).isEqualTo("submitted_late");
    Reply waived =
        send(
            core.token,
            "POST",
            path(duty) + "/stages/notification/waiver",
            "{'kind':'impossible','reason':'x'}");
    assertThat(waived.status()).isEqualTo(409);
    assertThat(
            send(
                    core.token,
                    "POST",
                    path(duty) + "/stages/final/submission",
                    submission(core.now(), ""))
                .status())
        .isEqualTo(404);
  }

  @Test
  void oneLawIsOpenedByHandOnceAtATime() {
    String id = incident("");
    done("POST", "/incidents/" + id + "/obligations", "{'regime':'gdpr-33'}");
    Reply again =
        send(core.token, "POST", "/incidents/" + id + "/obligations", "{'regime':'gdpr-33'}");
    assertThat(again.status()).isEqualTo(409);
    String old = incident("");
    core.database.execute(
        "UPDATE incident SET detected_at = '2026-09-10T12:00:00Z' WHERE id = '" + old + "'");
    Reply early =
        send(
            core.token,
            "POST",
            "/incidents/" + old + "/obligations",
            "{'regime':'cra-14-incident'}");
    assertThat(early.status()).as(early.http().body()).isEqualTo(422);
    assertThat(early.json().get("detail").asText()).contains("applies from 2026-09-11");
  }

  @Test
  void deskHasTheSoonestFirstPageByPage() {
    String slow = incident("");
    done("POST", "/incidents/" + slow + "/obligations", "{'regime':'gdpr-33'}");
    String soon = incident("");
    done("POST", "/incidents/" + soon + "/obligations", "{'regime':'nis2-23'}");
    String over = incident(",'detected_at':'" + core.now().minus(Duration.ofDays(4)) + "'");
    done("POST", "/incidents/" + over + "/obligations", "{'regime':'gdpr-33'}");

    JsonNode first = core.get("/api/v1/obligations?limit=2").json();
    assertThat(first.get("items"))
        .extracting(one -> one.at("/incident/id").asText())
        .containsExactly(over, soon);
    JsonNode rest =
        core.get("/api/v1/obligations?limit=2&cursor=" + first.get("next").asText()).json();
    assertThat(rest.get("items"))
        .extracting(one -> one.at("/incident/id").asText())
        .containsExactly(slow);
    assertThat(core.get("/api/v1/obligations?state=overdue").json().get("items")).hasSize(1);
    assertThat(core.get("/api/v1/obligations?regime=nis2-23").json().get("items")).hasSize(1);
    assertThat(core.get("/api/v1/obligations?state=closed").json().get("items")).isEmpty();
    assertThat(core.get("/api/v1/obligations?state=mine").status()).isEqualTo(400);
  }

  /** GDPR 33(5): all of them, notified or not. */
  @Test
  void registerOfALawHasAllDutiesWithTheirProof() {
    JsonNode told = duty(gdpr());
    assertThat(submitted(told, "notification", core.now(), "").status()).isEqualTo(200);
    core.clock.move(Duration.ofSeconds(1));
    JsonNode spared = duty(gdpr());
    done(
        "POST",
        path(spared) + "/stages/notification/waiver",
        "{'kind':'not_required','reason':'=Encrypted'}");
    done("POST", "/incidents/" + incident("") + "/obligations", "{'regime':'dora-19'}");

    Reply json = core.get("/api/v1/obligations/export?regime=gdpr-33");
    document.check("GET", "/obligations/export", json);
    assertThat(json.json().get("items")).hasSize(2);
    Reply csv = core.get("/api/v1/obligations/export?regime=gdpr-33&format=csv");
    assertThat(csv.header("content-type")).startsWith("text/csv");
    String[] lines = csv.http().body().split("\r\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[1]).contains("\"submitted\"", "\"CNIL\"", "\"VIO-4711\"", SHA);
    assertThat(lines[2]).contains("\"not_required\"", "\"'=Encrypted\"");
    assertThat(core.get("/api/v1/obligations/export?regime=gdpr").status()).isEqualTo(400);
    assertThat(core.get("/api/v1/regimes").json().get("items")).hasSize(7);
  }

  /** C152: the deadline does not die with the incident. */
  @Test
  void openDutyKeepsItsIncidentFromThePurge() {
    String kept = gdpr();
    String gone = gdpr();
    assertThat(submitted(duty(gone), "notification", core.now(), "").status()).isEqualTo(200);
    for (String id : List.of(kept, gone)) {
      done("POST", "/incidents/" + id + "/acknowledge", "{}");
      done("POST", "/incidents/" + id + "/resolve", "{'resolution_note':'done'}");
    }
    core.database.execute(
        """
        UPDATE delivery SET status = 'sent';
        DELETE FROM idempotency;
        DELETE FROM delivery_outcome;
        UPDATE incident SET created_at = created_at - interval '400 days', updated_at = updated_at - interval '400 days';
        UPDATE obligation SET opened_at = opened_at - interval '400 days', closed_at = closed_at - interval '400 days'\
        """);
    for (int pass = 0; pass < 3; pass++) {
      core.database.query(
          "SELECT died FROM purge_incidents('%s', now() - interval '300 days', 500)"
              .formatted(core.tenant));
    }
    assertThat(core.database.query("SELECT id::text FROM incident")).containsExactly(kept);
    assertThat(
            core.database.count(
                "SELECT count(*) FROM obligation_event e WHERE e.obligation_id NOT IN (SELECT id"
                    + " FROM obligation)"))
        .isZero();
    assertThat(duties(kept)).hasSize(1);
  }
}
