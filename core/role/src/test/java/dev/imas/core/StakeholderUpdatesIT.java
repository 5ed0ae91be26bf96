package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C67: what stakeholders of an incident are told, and when they were promised the next update. */
class StakeholderUpdatesIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();
  private String ann = "";
  private int made;

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    core.user("ann", "operator");
    core.user("bob", "responder");
    core.user("vera", "viewer");
    ann = core.ownToken("ann", "phone", "operator");
    done(
        "POST",
        "/scopes",
        "{'name':'Board','mandatory_notify_email':['board@example.org','press@example.org']}");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String token, String method, String path, @Nullable String json) {
    return core.send(
        token, method, "/api/v1" + path, json == null ? null : json.replace('\'', '"'));
  }

  private JsonNode done(String method, String path, String json) {
    Reply reply = send(core.token, method, path, json);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private String incident(String severity) {
    return done(
            "POST",
            "/incidents",
            "{'title':'Shop down "
                + ++made
                + "','severity':'"
                + severity
                + "','impacted_scopes':['Board']}")
        .get("id")
        .asText();
  }

  private JsonNode update(String incident, String more) {
    Reply reply =
        send(
            ann,
            "POST",
            "/incidents/" + incident + "/updates",
            "{'message':'We look into it.'" + more + "}");
    document.check("POST", "/incidents/{id}/updates", reply);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode updates(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/updates");
    document.check("GET", "/incidents/{id}/updates", reply);
    return reply.json();
  }

  private Instant now() {
    return core.now().truncatedTo(ChronoUnit.MICROS);
  }

  private static @Nullable Instant next(JsonNode updates) {
    JsonNode by = updates.at("/next/by");
    return by.isTextual() ? Instant.parse(by.asText()) : null;
  }

  private static void refused(Reply reply, String pointer) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    assertThat(reply.http().body()).contains("\"" + pointer + "\"");
  }

  private List<String> told(String incident, String event) {
    return core.database.query(
        "SELECT address FROM delivery WHERE event = '%s' AND incident_id = '%s' ORDER BY address"
            .formatted(event, incident));
  }

  private List<String> reminders() {
    return core.database.query(
        "SELECT address || ': ' || (payload -> 'incident' ->> 'title') FROM delivery"
            + " WHERE event = 'notice.stakeholders' ORDER BY created_at, address");
  }

  /** Time passes for promises, too; the database's clock cannot be moved. */
  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'stakeholders' AND due_at <= '%s'"
            .formatted(core.now()));
    looks();
  }

  private void looks() {
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'stakeholders' AND try_at <= now()"),
        left -> left == 0);
  }

  private void acts(String incident, String action) {
    done("POST", "/incidents/" + incident + "/" + action, "{}");
    looks();
  }

  @Test
  void everybodyWhoWasNotifiedHearsOfItAndNobodyIsPaged() {
    String incident = incident("SEV3");
    long last = core.database.count("SELECT coalesce(max(id), 0) FROM delivery_outcome");
    JsonNode sent = update(incident, ",'status':'investigating'");

    assertThat(sent.get("receivers").asInt()).isEqualTo(2);
    assertThat(told(incident, "incident.updated"))
        .containsExactly("board@example.org", "console", "press@example.org");
    assertThat(
            core.database.query(
                "SELECT DISTINCT payload ->> 'message' FROM delivery WHERE event ="
                    + " 'incident.updated'"))
        .containsExactly("We look into it.");
    // Those that were there before are worked off meanwhile.
    assertThat(core.database.count("SELECT count(*) FROM delivery_outcome WHERE id > " + last))
        .isZero();
    JsonNode first = updates(incident).at("/items/0");
    assertThat(first.get("number").asInt()).isEqualTo(1);
    assertThat(first.get("receivers").asInt()).isEqualTo(2);
    assertThat(first.get("author").asText()).isEqualTo("ann (phone)");
    assertThat(
            core.database.query(
                "SELECT message || (metadata ->> 'status') FROM timeline WHERE type ="
                    + " 'STAKEHOLDER_UPDATE'"))
        .containsExactly("We look into it.investigating");
  }

  @ParameterizedTest
  @CsvSource({"SEV1,30", "SEV2,60", "SEV3,0"})
  void theNextUpdateIsPromisedByTheSeverity(String severity, int minutes) {
    JsonNode sent = update(incident(severity), ",'status':'identified'");
    assertThat(next(sent)).isEqualTo(minutes == 0 ? null : now().plus(Duration.ofMinutes(minutes)));
    assertThat(sent.get("every").asText("none"))
        .isEqualTo(minutes == 0 ? "none" : minutes == 60 ? "PT1H" : "PT30M");
  }

  @Test
  void serviceLevelsSayHowOftenStakeholdersHear() {
    Reply put =
        core.send(
            core.token,
            "PUT",
            "/api/v1/service-levels",
            "{\"updates\":[{\"severity\":\"SEV3\",\"every\":\"PT2H\"}]}",
            "if-match",
            "\"1\"");
    assertThat(put.status()).as(put.http().body()).isEqualTo(200);
    assertThat(next(update(incident("SEV3"), ",'status':'identified'")))
        .isEqualTo(now().plus(Duration.ofHours(2)));
    assertThat(next(update(incident("SEV1"), ",'status':'identified'"))).isNull();
    refused(
        core.send(
            core.token,
            "PUT",
            "/api/v1/service-levels",
            "{\"updates\":[{\"severity\":\"SEV3\",\"every\":\"P8D\"}]}",
            "if-match",
            "\"2\""),
        "/updates/0/every");
  }

  @Test
  void whoeverInformsPeopleIsRemindedBeforeItIsDueAndWhenItIs() {
    String incident = incident("SEV1");
    done("PUT", "/incidents/" + incident + "/roles/communications", "{'user':'bob'}");
    update(incident, ",'status':'identified'");
    String id = updates(incident).at("/items/0/incident/short_id").asText();
    passes(Duration.ofMinutes(24));
    assertThat(reminders()).isEmpty();
    passes(Duration.ofMinutes(1));
    assertThat(reminders())
        .containsExactly(
            "bob@example.org: Stakeholders of " + id + " will soon expect your update");
    assertThat(updates(incident).at("/next/reminds").asText()).isEqualTo("bob");
    assertThat(updates(incident).at("/next/is_overdue").asBoolean()).isFalse();
    passes(Duration.ofMinutes(5));
    assertThat(reminders())
        .hasSize(2)
        .endsWith("bob@example.org: Stakeholders of " + id + " are waiting for your update");
    assertThat(updates(incident).at("/next/is_overdue").asBoolean()).isTrue();
    passes(Duration.ofDays(1));
    assertThat(reminders()).as("nobody is told of one promise more often").hasSize(2);
  }

  @Test
  void withoutSomebodyForItTheLeadIsRemindedAndElseWhoPromisedIt() {
    String led = incident("SEV1");
    done("PUT", "/incidents/" + led + "/roles/commander", "{'user':'bob'}");
    update(led, ",'status':'identified'");
    passes(Duration.ofMinutes(25));
    assertThat(reminders()).hasSize(1).allMatch(one -> one.startsWith("bob@"));

    update(incident("SEV1"), ",'status':'identified'");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'bob'");
    passes(Duration.ofMinutes(25));
    assertThat(reminders())
        .as("bob is switched off, so what he leads is ann's matter, too")
        .filteredOn(one -> one.startsWith("ann@"))
        .hasSize(2);
  }

  @Test
  void nobodyIsRemindedOfWhatWasWrittenInTime() {
    String incident = incident("SEV1");
    update(incident, ",'status':'identified'");
    passes(Duration.ofMinutes(20));
    update(incident, ",'status':'monitoring','next_by':null");
    passes(Duration.ofHours(1));
    assertThat(reminders()).isEmpty();
    assertThat(next(updates(incident))).isNull();
  }

  @Test
  void aPromiseCanBeMovedAndTakenBackWithoutTellingStakeholders() {
    String incident = incident("SEV1");
    update(incident, ",'status':'identified'");
    int told = told(incident, "incident.updated").size();
    Instant later = now().plus(Duration.ofHours(3));
    String path = "/incidents/" + incident + "/updates/next";
    assertThat(next(done("PUT", path, "{'by':'" + later + "'}"))).isEqualTo(later);
    passes(Duration.ofHours(2));
    assertThat(reminders()).isEmpty();
    assertThat(next(done("PUT", path, "{'by':null}"))).isNull();
    passes(Duration.ofHours(2));
    assertThat(reminders()).isEmpty();
    assertThat(told(incident, "incident.updated")).hasSize(told);
    assertThat(
            core.database.count("SELECT count(*) FROM timeline WHERE type = 'STAKEHOLDER_UPDATE'"))
        .isEqualTo(3);
  }

  @Test
  void theEndOfTheIncidentEndsThePromiseAndAsksForTheLastUpdate() {
    String incident = incident("SEV1");
    update(incident, ",'status':'identified'");
    acts(incident, "resolve");
    assertThat(reminders()).hasSize(1).allMatch(one -> one.endsWith("write the last update"));
    assertThat(updates(incident).get("is_last_missing").asBoolean()).isTrue();
    passes(Duration.ofHours(1));
    assertThat(reminders()).hasSize(1);

    update(incident, ",'status':'resolved'");
    assertThat(updates(incident).get("is_last_missing").asBoolean()).isFalse();
    done("POST", "/incidents/" + incident + "/reopen", "{'message':'again'}");
    looks();
    acts(incident, "resolve");
    assertThat(reminders()).as("they know that it is over").hasSize(1);
  }

  @Test
  void aMergePassesThePromiseOnAndUndoingItBringsItBack() {
    String target = incident("SEV1");
    String source = incident("SEV1");
    update(source, ",'status':'identified'");
    Instant due = Objects.requireNonNull(next(updates(source)));
    done("POST", "/incidents/" + target + "/merge", "{'sources':['" + source + "']}");
    looks();
    assertThat(next(updates(target))).isEqualTo(due);
    assertThat(updates(target).at("/items/0/incident/id").asText()).isEqualTo(source);
    assertThat(updates(source).get("is_last_missing").asBoolean()).isFalse();
    assertThat(reminders()).isEmpty();

    done("POST", "/incidents/" + source + "/unmerge", "{}");
    looks();
    assertThat(next(updates(source))).isEqualTo(due);
    passes(Duration.ofMinutes(25));
    assertThat(reminders()).hasSize(2);
  }

  @Test
  void ofTwoPromisesTheEarlierHoldsAfterAMerge() {
    String target = incident("SEV1");
    String later = incident("SEV1");
    String earlier = incident("SEV1");
    update(target, ",'status':'identified','next_by':'" + now().plusSeconds(3_600) + "'");
    update(later, ",'status':'identified','next_by':'" + now().plusSeconds(7_200) + "'");
    update(earlier, ",'status':'identified','next_by':'" + now().plusSeconds(1_800) + "'");
    done("POST", "/incidents/" + target + "/merge", "{'sources':['" + later + "']}");
    looks();
    assertThat(next(updates(target))).isEqualTo(now().plusSeconds(3_600));
    done("POST", "/incidents/" + target + "/merge", "{'sources':['" + earlier + "']}");
    looks();
    assertThat(next(updates(target))).isEqualTo(now().plusSeconds(1_800));
    passes(Duration.ofMinutes(25));
    assertThat(reminders()).hasSize(1);
  }

  @Test
  void anUpdateThatIsSentAgainIsSentOnce() {
    String path = "/api/v1/incidents/" + incident("SEV3") + "/updates";
    String body = "{\"status\":\"identified\",\"message\":\"once\"}";
    String[] key = {"idempotency-key", "k-1"};
    assertThat(core.send(ann, "POST", path, body, key).status()).isEqualTo(201);
    Reply again = core.send(ann, "POST", path, body, key);
    document.check("POST", "/incidents/{id}/updates", again);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(again.json().get("items")).hasSize(1);
    assertThat(core.database.count("SELECT count(*) FROM incident_update")).isEqualTo(1);
    assertThat(core.send(ann, "POST", path, body.replace("once", "twice"), key).status())
        .isEqualTo(422);
    assertThat(core.send(ann, "POST", path, body, "idempotency-key", " ").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'message':'x','status':'done'} /status",
        "{'status':'identified'} /message",
        "{'message':' ','status':'identified'} /message",
        "{'message':'x','status':'identified','next_by':'2020-01-01T00:00:00Z'} /next_by",
        "{'message':'x','status':'identified','next_by':'2999-01-01T00:00:00Z'} /next_by",
        "{'message':'x','status':'identified','next_by':'tomorrow'} /next_by",
        "{'message':'x','status':'identified','audience':'all'} /audience"
      })
  void whatIsWrongIsNamed(String attempt) {
    int end = attempt.lastIndexOf(' ');
    refused(
        send(ann, "POST", "/incidents/" + incident("SEV3") + "/updates", attempt.substring(0, end)),
        attempt.substring(end + 1));
  }

  @Test
  void theLastUpdatePromisesNothing() {
    String incident = incident("SEV1");
    String later = ",'next_by':'" + now().plusSeconds(600) + "'}";
    String path = "/incidents/" + incident + "/updates";
    refused(send(ann, "POST", path, "{'message':'over','status':'resolved'" + later), "/next_by");
    assertThat(next(update(incident, ",'status':'resolved'"))).isNull();
    acts(incident, "resolve");
    refused(send(ann, "POST", path, "{'message':'x','status':'identified'" + later), "/next_by");
    assertThat(send(ann, "PUT", path + "/next", "{'by':null}").status()).isEqualTo(409);
    assertThat(send(ann, "PUT", path + "/next", "{}").status()).isEqualTo(422);
  }

  @Test
  void whoHasTheRoleOfCommunicationsMayWriteWhateverTheirOwnRoleIs() {
    String incident = incident("SEV2");
    String vera = core.ownToken("vera", "phone", "operator");
    String path = "/incidents/" + incident + "/updates";
    String body = "{'message':'x','status':'identified'}";
    assertThat(send(vera, "POST", path, body).status()).isEqualTo(403);
    done("PUT", "/incidents/" + incident + "/roles/communications", "{'user':'vera'}");
    assertThat(send(vera, "POST", path, body).status()).isEqualTo(201);
  }

  @Test
  void thereIsALimit() {
    String incident = incident("SEV3");
    core.database.execute(
        """
        INSERT INTO incident_update (tenant_id, id, incident_id, number, status, message, receivers, author, at)
        SELECT '%s', gen_random_uuid(), '%s', n, 'identified', 'x', 0, 'ann', now() FROM generate_series(1, 200) AS n\
        """
            .formatted(core.tenant, incident));
    Reply refused =
        send(
            ann,
            "POST",
            "/incidents/" + incident + "/updates",
            "{'message':'x','status':'identified'}");
    assertThat(refused.status()).isEqualTo(409);
  }
}
