package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runbooks over the API, attached to incidents by themselves and by hand (INC-22 to INC-26). */
class RunbookIT {

  private static final String RUNBOOKS = "/api/v1/runbooks";

  private static RunningCore core;
  private static ApiDocument document;
  private static int made;

  @BeforeAll
  static void start() {
    core = RunningCore.start(RunningCore.WITH_PEOPLE);
    document = new ApiDocument();
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply sendAs(
      String token, String method, String path, String json, String... headers) {
    return core.send(token, method, path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private static Reply send(String method, String path, String json, String... headers) {
    return sendAs(core.token, method, path, json, headers);
  }

  private static JsonNode runbook(String json) {
    Reply reply = send("POST", RUNBOOKS, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    document.check("POST", "/runbooks", reply);
    return reply.json();
  }

  private static String word() {
    return "word" + ++made + "x";
  }

  /** One for all services whose pattern is that word. */
  private static JsonNode global(String word, String more) {
    return runbook(
        "{'name':'Book of " + word + "','alert_pattern':'" + word + "','steps':[" + more + "]}");
  }

  private static String incident(String title, String severity) {
    Reply reply =
        send(
            "POST", "/api/v1/incidents", "{'title':'" + title + "','severity':'" + severity + "'}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  private static JsonNode of(String incident) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/runbook");
    document.check("GET", "/incidents/{id}/runbook", reply);
    return reply.json();
  }

  private static JsonNode attached(String incident) {
    core.nudge();
    return Await.until(
        "a runbook", () -> of(incident).get("runbook"), runbook -> !runbook.isNull());
  }

  /** Whatever was to be looked for has been looked for. */
  private static void settle() {
    core.nudge();
    Await.until(
        "the looks to be over",
        () -> core.database.count("SELECT count(*) FROM timer WHERE kind = 'runbook'"),
        left -> left == 0);
  }

  /** The token of a new user. */
  private static String person(String role) {
    String name = "person" + ++made;
    Reply user =
        send(
            "POST",
            "/api/v1/users",
            "{'username':'" + name + "','email':'" + name + "@example.org','role':'" + role + "'}");
    assertThat(user.status()).as(user.http().body()).isEqualTo(201);
    return core.ownToken(name, name, role);
  }

  private static Reply tick(String token, String incident, int step, String json) {
    Reply reply =
        sendAs(token, "PUT", "/api/v1/incidents/" + incident + "/runbook/steps/" + step, json);
    document.check("PUT", "/incidents/{id}/runbook/steps/{step}", reply);
    return reply;
  }

  private static Reply tick(String incident, int step, String json) {
    return tick(core.token, incident, step, json);
  }

  private static List<String> entries(String incident, String type) {
    return core.database.query(
        "SELECT message FROM timeline WHERE type = '%s' AND incident_id = '%s' ORDER BY seq"
            .formatted(type, incident));
  }

  private static final String TWO_STEPS =
      "{'title':'Look','expected_duration_minutes':2},"
          + "{'title':'Fail over','expected_duration_minutes':15,'is_critical':true,"
          + "'requires_confirmation':true,'rollback_instructions':'go back'}";

  @Test
  void savesMakeVersionsOnlyIfSomethingChanges() {
    core.service("Kasse Süd");
    JsonNode first =
        runbook("{'name':'Fail over','service':'Kasse Süd','steps':[" + TWO_STEPS + "]}");
    assertThat(first.get("slug").asText()).isEqualTo("kasse-sud-fail-over");
    assertThat(first.at("/steps/0/expected_duration_minutes").asInt()).isEqualTo(2);
    assertThat(first.get("author_id").isNull()).as("a program made it").isTrue();
    assertThat(runbook("{'name':'Fail over','service':'Kasse Süd'}").get("slug").asText())
        .isEqualTo("kasse-sud-fail-over-2");

    String path = RUNBOOKS + "/kasse-sud-fail-over";
    String same = "{'name':'Fail over','service':'Kasse Süd','steps':[" + TWO_STEPS + "]}";
    assertThat(send("PUT", path, same).status()).isEqualTo(428);
    Reply unchanged = send("PUT", path, same, "if-match", "\"1\"");
    assertThat(unchanged.status()).as(unchanged.http().body()).isEqualTo(200);
    assertThat(unchanged.header("etag")).isEqualTo("\"1\"");
    Reply changed = send("PUT", path, same.replace("'Look'", "'Look twice'"), "if-match", "\"1\"");
    assertThat(changed.header("etag")).isEqualTo("\"2\"");
    assertThat(send("PUT", path, same, "if-match", "\"1\"").status()).isEqualTo(412);

    Reply versions = core.get(path + "/versions");
    document.check("GET", "/runbooks/{id}/versions", versions);
    assertThat(versions.json().at("/items").findValuesAsText("version")).containsExactly("2", "1");
    assertThat(versions.json().at("/items/1/content/steps/0/title").asText()).isEqualTo("Look");

    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(core.get(path).status()).isEqualTo(404);
    assertThat(
            core.database.query(
                "SELECT action FROM audit_entry WHERE subject_id = '%s' ORDER BY id"
                    .formatted(first.get("id").asText())))
        .contains("runbook.create", "runbook.update", "runbook.delete");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /name is missing",
        "{'name':'x','slug':'A b'} | /slug must be words of a-z and 0-9",
        "{'name':'x','service':'nowhere'} | /service: there is no service 'nowhere'",
        "{'name':'x','alert_pattern':'(a'} | /alert_pattern is no expression: ",
        "{'name':'x','alert_pattern':'a'} | /steps is empty",
        "{'name':'x','severity_filter':['SEV9']} | /severity_filter/0 'SEV9' is not a severity",
        "{'name':'x','steps':[{}]} | /steps/0/title is missing",
        "{'name':'x','steps':[{'title':'a','order':1}]} | /steps/0/order is not known here",
        "{'name':'x','steps':[{'title':'a','expected_duration_minutes':0}]} |"
            + " /steps/0/expected_duration_minutes must be a whole number",
        "{'name':'x','steps':[{'title':'a','command':'x {{host}}'}]} | /steps/0/command has the"
            + " unknown placeholder {{host}}",
        "{'name':'x','steps':[{'title':'a','command':'x \\\"{{severity}}\\\"'}]} | /steps/0/command"
            + " has {{severity}} within quotes",
        "{'name':'x','quick_actions':[{'id':'a','label':'A','type':'link','url':'javascript:x'}]} |"
            + " /quick_actions/0/url must be an http or https URL",
        "{'name':'x','quick_actions':[{'id':'a','label':'A','type':'command'}]} |"
            + " /quick_actions/0/command is missing",
        "{'name':'x','quick_actions':[{'id':'a','label':'A','type':'run'}]} | /quick_actions/0/type"
            + " must be link or command",
        "{'name':'x','external_docs':[{'title':'a'}]} | /external_docs/0/url is missing",
        "{'name':'x','step':[]} | /step is not known here"
      })
  void whatIsWrongIsNamedWithTheMend(String body, String problem) {
    Reply reply = send("POST", RUNBOOKS, body);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(422);
    assertThat(reply.json().get("details").toString().replace("\\\"", "\"")).contains(problem);
  }

  @Test
  void stepsAndTextsAreBounded() {
    String step = "{'title':'a'}";
    Reply many =
        send("POST", RUNBOOKS, "{'name':'x','steps':[" + (step + ",").repeat(50) + step + "]}");
    assertThat(many.json().get("detail").asText())
        .contains("/steps must be a list of at most 50 steps");
    String large = "{'title':'a','description':'" + "x".repeat(3_900) + "'}";
    Reply much =
        send("POST", RUNBOOKS, "{'name':'x','steps':[" + (large + ",").repeat(19) + large + "]}");
    assertThat(much.json().get("detail").asText()).contains("more than 60000 characters");
  }

  @Test
  void tryingSaysWhichOneFitsAndWhy() {
    core.service("Tried");
    String word = word();
    global(word, "{'title':'a'}");
    runbook("{'name':'Of all alerts','service':'Tried','severity_filter':['SEV1'],'steps':[]}");
    String body = "{'service':'Tried','title':'it has " + word + "','severity':'%s'}";
    Reply sev2 = send("POST", RUNBOOKS + "/try", body.formatted("SEV2"));
    document.check("POST", "/runbooks/try", sev2);
    assertThat(sev2.json().at("/chosen/fit").asText()).isEqualTo("global_pattern");
    assertThat(sev2.json().at("/chosen/why").asText()).isEqualTo("its pattern " + word + " fits");
    assertThat(sev2.json().at("/others/0/why").asText())
        .isEqualTo("it is for Tried, but for SEV1 alone");
    Reply sev1 = send("POST", RUNBOOKS + "/try", body.formatted("SEV1"));
    assertThat(sev1.json().at("/chosen/why").asText())
        .isEqualTo("its service Tried and its severities SEV1 fit");
    assertThat(sev1.json().at("/others/0/fit").asText()).isEqualTo("global_pattern");
  }

  @Test
  void theOneThatFitsIsAttachedAtOpeningInTheVersionOfThatMoment() {
    UUID service = core.service("Payments " + ++made);
    String name =
        core.database.query("SELECT name FROM service WHERE id = '" + service + "'").getFirst();
    String word = word();
    JsonNode book =
        runbook(
            "{'name':'Replication','service':'"
                + name
                + "','alert_pattern':'"
                + word
                + "','quick_actions':[{'id':'d','label':'Board','type':'link',"
                + "'url':'https://g.example/d?s={{alert_name}}&i={{incident_short_id}}'}],'steps':[{'title':'Look"
                + " at {{service_name}}','command':'logs {{alert_name}} {{environment}}'},"
                + "{'title':'2'},{'title':'3'},{'title':'4'},{'title':'5'},{'title':'6'}]}");
    Event alert =
        Event.firing(word + " $(id)'", 2, service, core.now())
            .labelled("{\"alertname\":\"" + word + " $(id)'\",\"env\":\"prod\"}");
    core.post(alert);
    core.follow();
    String incident =
        core.database
            .query("SELECT id::text FROM incident WHERE service_id = '" + service + "'")
            .getFirst();

    JsonNode runbook = attached(incident);
    assertThat(runbook.get("is_automatic").asBoolean()).isTrue();
    assertThat(runbook.get("why").asText())
        .isEqualTo("its service " + name + " and its pattern " + word + " fit");
    assertThat(runbook.at("/steps/0/title").asText()).isEqualTo("Look at " + name);
    assertThat(runbook.at("/steps/0/command").asText())
        .isEqualTo("logs '" + word + " $(id)'\\''' prod");
    assertThat(runbook.at("/quick_actions/0/url").asText())
        .startsWith("https://g.example/d?s=" + word + "%20%24%28id%29%27&i=INC-");
    assertThat(entries(incident, "RUNBOOK")).hasSize(1);
    assertThat(entries(incident, "RUNBOOK").getFirst())
        .startsWith("Runbook Replication attached, because its service")
        .contains("\n1. Look at " + name + "\n2. 2\n")
        .endsWith("\n5. 5\n… and 1 more");

    String path = RUNBOOKS + "/" + book.get("id").asText();
    Reply saved =
        send("PUT", path, "{'name':'Anew','service':'" + name + "'}", "if-match", "\"1\"");
    assertThat(saved.status()).as(saved.http().body()).isEqualTo(200);
    assertThat(saved.json().get("usage_count").asInt()).isEqualTo(1);
    assertThat(saved.json().get("last_used_at").isNull()).isFalse();
    JsonNode after = of(incident).get("runbook");
    assertThat(after.get("name").asText()).isEqualTo("Replication");
    assertThat(after.get("version").asInt()).isEqualTo(1);
    assertThat(after.get("current_version").asInt()).isEqualTo(2);

    assertThat(send("DELETE", path, "").status()).isEqualTo(204);
    assertThat(core.get(path).json().get("is_active").asBoolean())
        .as("incidents have it")
        .isFalse();
    assertThat(of(incident).at("/runbook/name").asText()).isEqualTo("Replication");
  }

  @Test
  void whatFailsWhileItIsAttachedFailsNoOpeningAndIsTriedAgain() {
    String word = word();
    JsonNode book = global(word, "{'title':'a'}");
    String of = " WHERE runbook_id = '" + book.get("id").asText() + "'";
    String content = core.database.query("SELECT content FROM runbook_version" + of).getFirst();
    core.database.execute("UPDATE runbook_version SET content = 'broken'" + of);
    String incident = incident(word, "SEV2");
    core.nudge();
    Await.until(
        "a failure",
        () -> core.database.count("SELECT max(attempts) FROM timer WHERE kind = 'runbook'"),
        failures -> failures > 0);
    assertThat(core.get("/api/v1/incidents/" + incident).status()).isEqualTo(200);
    core.database.execute(
        "UPDATE runbook_version SET content = '" + content.replace("'", "''") + "'" + of);
    core.database.execute("UPDATE timer SET try_at = now() WHERE kind = 'runbook'");
    assertThat(attached(incident).get("name").asText()).isEqualTo("Book of " + word);
  }

  @Test
  void raisingAttachesOneIfThereIsNoneAndLoweringTakesNoneAway() {
    String word = word();
    runbook(
        "{'name':'Only SEV1','alert_pattern':'"
            + word
            + "','severity_filter':['SEV1'],'steps':[{'title':'a'}]}");
    String incident = incident(word, "SEV3");
    settle();
    assertThat(of(incident).get("runbook").isNull()).isTrue();
    severity(incident, "SEV1");
    assertThat(attached(incident).get("name").asText()).isEqualTo("Only SEV1");
    severity(incident, "SEV4");
    settle();
    assertThat(of(incident).at("/runbook/name").asText()).isEqualTo("Only SEV1");
  }

  private static void severity(String incident, String severity) {
    String path = "/api/v1/incidents/" + incident;
    Reply reply =
        send(
            "PATCH",
            path,
            "{'severity':'" + severity + "'}",
            "if-match",
            String.valueOf(core.get(path).header("etag")));
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  @Test
  void peopleAttachReplaceAndTakeAwayAndItDoesNotComeBack() {
    String word = word();
    global(word, "{'title':'a'}");
    String other = global(word(), "{'title':'b'}").get("slug").asText();
    String incident = incident(word, "SEV3");
    attached(incident);
    String path = "/api/v1/incidents/" + incident + "/runbook";
    String body = "{'runbook':'" + other + "','why':'it is the other one'}";
    assertThat(send("PUT", path, body).status()).isEqualTo(428);
    assertThat(send("PUT", path, body, "if-match", "\"0\"").status()).isEqualTo(412);
    Reply replaced = send("PUT", path, body, "if-match", "\"1\"");
    document.check("PUT", "/incidents/{id}/runbook", replaced);
    assertThat(replaced.json().at("/runbook/slug").asText()).isEqualTo(other);
    assertThat(replaced.header("etag")).isEqualTo("\"2\"");
    assertThat(entries(incident, "RUNBOOK").getLast()).contains("attached. it is the other one");
    assertThat(send("DELETE", path, "", "if-match", "\"1\"").status()).isEqualTo(412);
    assertThat(send("DELETE", path, "", "if-match", "\"2\"").status()).isEqualTo(204);
    assertThat(of(incident).get("runbook").isNull()).isTrue();
    severity(incident, "SEV1");
    settle();
    assertThat(of(incident).get("runbook").isNull()).as("somebody took it away").isTrue();
    Reply suggestions = core.get(path + "/suggestions");
    document.check("GET", "/incidents/{id}/runbook/suggestions", suggestions);
    assertThat(suggestions.json().at("/chosen/name").asText()).isEqualTo("Book of " + word);
    assertThat(send("PUT", path, "{'runbook':'no-such'}", "if-match", "\"3\"").status())
        .isEqualTo(422);
  }

  @Test
  void stepsAreTickedSkippedAndTakenBackOnTheTimeline() {
    String word = word();
    global(word, TWO_STEPS);
    String incident = incident(word, "SEV2");
    attached(incident);
    assertThat(of(incident).at("/runbook/progress/minutes_left").asInt()).isEqualTo(17);

    Reply done = tick(incident, 1, "{'state':'done','from':'pending','note':'all green'}");
    assertThat(done.status()).as(done.http().body()).isEqualTo(200);
    assertThat(done.json().at("/runbook/steps/0/executor").asText()).isNotEmpty();
    assertThat(done.json().at("/runbook/progress/closed").asInt()).isEqualTo(1);
    assertThat(done.json().at("/runbook/progress/minutes_left").asInt()).isEqualTo(15);

    Reply late = tick(incident, 1, "{'state':'failed','from':'pending'}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("detail").asText()).contains("/from: step 1 is done by now");
    assertThat(late.json().get("state").asText()).isEqualTo("done");

    Reply critical = tick(incident, 2, "{'state':'skipped','from':'pending'}");
    assertThat(critical.status()).isEqualTo(422);
    assertThat(critical.json().get("detail").asText()).startsWith("/note is missing");
    assertThat(tick(incident, 2, "{'state':'skipped','from':'pending','note':'gone'}").status())
        .isEqualTo(200);
    assertThat(tick(incident, 2, "{'state':'failed','from':'skipped'}").status()).isEqualTo(200);
    Reply undone = tick(incident, 1, "{'state':'pending','from':'done'}");
    assertThat(undone.json().at("/runbook/progress").toString())
        .isEqualTo("{\"closed\":0,\"failed\":1,\"total\":2,\"minutes_left\":17}");
    assertThat(tick(incident, 3, "{'state':'done','from':'pending'}").status()).isEqualTo(404);
    assertThat(tick(incident, 1, "{'state':'done','from':'done'}").status()).isEqualTo(422);
    assertThat(tick(incident, 1, "{'state':'finished','from':'done'}").status()).isEqualTo(422);
    assertThat(entries(incident, "RUNBOOK_STEP"))
        .containsExactly(
            "Step 1, Look: done. all green",
            "Step 2, Fail over: skipped. gone",
            "Step 2, Fail over: failed",
            "Step 1, Look: no longer done");
  }

  @Test
  void confirmationTakesTwoRequestsOfTheSamePersonInTime() {
    String word = word();
    global(word, TWO_STEPS);
    String incident = incident(word, "SEV2");
    attached(incident);
    String ann = person("responder");
    String done = "{'state':'done','from':'pending'}";
    Reply first = tick(ann, incident, 2, done);
    assertThat(first.status()).isEqualTo(428);
    assertThat(first.json().get("detail").asText()).contains("send the same request again");
    String nonce = first.json().get("confirmation").asText();
    assertThat(of(incident).at("/runbook/steps/1/state").asText()).isEqualTo("pending");

    String confirmed = "{'state':'done','from':'pending','confirmation':'" + nonce + "'}";
    assertThat(tick(core.token, incident, 2, confirmed).status())
        .as("of somebody else")
        .isEqualTo(409);
    assertThat(
            tick(ann, incident, 2, confirmed.replace(nonce, UUID.randomUUID().toString())).status())
        .isEqualTo(409);
    core.clock.move(Duration.ofMinutes(6));
    assertThat(tick(ann, incident, 2, confirmed).status()).as("too late").isEqualTo(409);
    String again = tick(ann, incident, 2, done).json().get("confirmation").asText();
    Reply second = tick(ann, incident, 2, confirmed.replace(nonce, again));
    assertThat(second.status()).as(second.http().body()).isEqualTo(200);
    assertThat(second.json().at("/runbook/steps/1/executor").asText()).startsWith("person");
    assertThat(second.json().at("/runbook/steps/1/executor_id").isNull()).isFalse();
    assertThat(tick(ann, incident, 2, "{'state':'pending','from':'done'}").status()).isEqualTo(200);
    assertThat(tick(ann, incident, 2, confirmed.replace(nonce, again)).status())
        .as("used already")
        .isEqualTo(409);
  }

  @Test
  void viewersSeeAndRespondersTickButDoNotEdit() {
    String word = word();
    global(word, "{'title':'a'}");
    String incident = incident(word, "SEV2");
    attached(incident);
    String viewer = person("viewer");
    String responder = person("responder");
    assertThat(sendAs(viewer, "GET", RUNBOOKS, "").status()).isEqualTo(200);
    assertThat(tick(viewer, incident, 1, "{'state':'done','from':'pending'}").status())
        .isEqualTo(403);
    assertThat(tick(responder, incident, 1, "{'state':'done','from':'pending'}").status())
        .isEqualTo(200);
    assertThat(sendAs(responder, "POST", RUNBOOKS, "{'name':'mine'}").status()).isEqualTo(403);
  }

  @Test
  void documentsDescribeRunbooksAndApplyingAgainChangesNothing() {
    core.service("Described");
    String documents =
        "{'documents':[{'kind':'runbook','key':'described','name':'As code','slug':'as-code',"
            + "'service':'Described','severity_filter':['SEV2','SEV1'],'steps':["
            + TWO_STEPS
            + "],'quick_actions':[{'id':'a','label':'A','type':'command','command':'x'}]}]}";
    Reply first = send("POST", "/api/v1/configuration", documents);
    assertThat(first.status()).as(first.http().body()).isEqualTo(200);
    JsonNode runbook = core.get(RUNBOOKS + "/as-code").json();
    assertThat(runbook.get("steps")).hasSize(2);
    Reply again = send("POST", "/api/v1/configuration", documents);
    assertThat(again.status()).as(again.http().body()).isEqualTo(200);
    assertThat(core.get(RUNBOOKS + "/as-code").json()).isEqualTo(runbook);
    assertThat(core.get("/api/v1/configuration").json().toString())
        .contains("\"slug\":\"as-code\"");
  }

  @Test
  void serviceWithRunbooksIsNotDeletedBeforeThem() {
    UUID service = core.service("Doomed");
    runbook("{'name':'Of the doomed','service':'Doomed'}");
    Reply reply = send("DELETE", "/api/v1/services/" + service, "");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().get("detail").asText()).contains("a runbook is for this service");
  }
}
