package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.login.LoginScene;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CAL-03, CAL-04, CAL-08, CAL-12, G16 to G21: deployment windows from plan to end, over HTTP. */
class DeploymentWindowIT {

  private static final String BASE = "/api/v1";
  private static final String PATH = "/deployment-windows";

  /** With -Dimas.window.voters=50 and -Dimas.window.rounds=1000 it takes a quarter of an hour. */
  private static final int VOTERS = Integer.getInteger("imas.window.voters", 12);

  private static final int ROUNDS = Integer.getInteger("imas.window.rounds", 6);

  private static LoginScene scene;
  private static RunningCore core;
  private static CheckedApi api;
  private static final Set<String> services = new HashSet<>();

  /** Who may approve, and wrote nothing. */
  private static String lead = "";

  private static String second = "";

  /** An administrator who plans. */
  private static String planner = "";

  @BeforeAll
  static void start() {
    scene = LoginScene.start(Map.of());
    core = scene.core;
    api = new CheckedApi(core);
    scene.user("lea", "tenant_admin");
    scene.user("sam", "tenant_admin");
    scene.user("pam", "tenant_admin");
    scene.user("vic", "viewer");
  }

  /** Anew, since another test may have moved the clock past the end of a session. */
  @BeforeEach
  void logIn() {
    lead = scene.access("lea");
    second = scene.access("sam");
    planner = scene.access("pam");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  private static Reply as(String token, String method, String path, String json) {
    return core.send(token, method, BASE + path, json.replace('\'', '"'));
  }

  private static Reply act(String token, String id, String what, String json) {
    return api.check(
        "POST", PATH + "/{id}/" + what, as(token, "POST", PATH + "/" + id + "/" + what, json));
  }

  private static LocalDateTime local(Duration fromNow) {
    return LocalDateTime.ofInstant(core.now().plus(fromNow), ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS);
  }

  private static String body(String service, Duration from, Duration until, String more) {
    return "{'title':'Release of %1$s','environment':'prod','services':['%1$s'],'starts_at':'%2$s','ends_at':'%3$s',"
            .formatted(service, local(from), local(until))
        + "'time_zone':'UTC','rollback_plan':'deploy the one before'"
        + more
        + "}";
  }

  private static JsonNode plan(String service, Duration from, Duration until, String more) {
    if (services.add(service)) {
      core.service(service);
    }
    Reply made =
        api.check("POST", PATH, as(planner, "POST", PATH, body(service, from, until, more)));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json();
  }

  private static JsonNode soon(String service, String more) {
    return plan(service, Duration.ofMinutes(5), Duration.ofHours(2), more);
  }

  private static JsonNode read(String id) {
    return api.check("GET", PATH + "/{id}", core.get(BASE + PATH + "/" + id)).json();
  }

  private static Reply vote(String token, JsonNode window, String more) {
    String request = window.at("/request/id").asText();
    return act(
        token, window.get("id").asText(), "vote", "{'request':'" + request + "'" + more + "}");
  }

  private static JsonNode approved(JsonNode window) {
    String id = window.get("id").asText();
    JsonNode submitted = act(planner, id, "submit", "{}").json();
    Reply voted = vote(lead, submitted, ",'approve':true");
    assertThat(voted.status()).as("%s", voted.http().body()).isEqualTo(200);
    assertThat(voted.json().get("approval").asText()).isEqualTo("approved");
    return voted.json();
  }

  @Test
  void productionStartsOnceItIsApprovedAndTicked() {
    JsonNode window = soon("ticked", ",'checklist':['Backup taken']");
    String id = window.get("id").asText();
    assertThat(window.get("approval").asText()).isEqualTo("draft");
    Reply early = act(planner, id, "start", "{}");
    assertProblem(early, 409);
    assertThat(early.json().get("detail").asText())
        .contains("needs an approval", "1 point of its checklist", "Backup taken");
    approved(window);
    assertProblem(act(planner, id, "start", "{}"), 409);
    JsonNode ticked = act(planner, id, "check", "{'position':0}").json();
    assertThat(ticked.at("/checklist/0/done_by").asText()).isEqualTo("pam");
    assertThat(ticked.get("lacking")).isEmpty();

    JsonNode started = act(planner, id, "start", "{}").json();
    assertThat(started.get("status").asText()).isEqualTo("in_progress");
    assertThat(started.get("started_by").asText()).isEqualTo("pam");
    assertProblem(act(planner, id, "start", "{}"), 409);
    assertProblem(act(planner, id, "finish", "{'outcome':'planned'}"), 422);
    JsonNode ended =
        act(planner, id, "finish", "{'outcome':'rolled_back','comment':'slow'}").json();
    assertThat(ended.get("status").asText()).isEqualTo("rolled_back");
    assertThat(ended.get("outcome").asText()).isEqualTo("slow");
    assertProblem(act(planner, id, "cancel", "{}"), 409);
  }

  @Test
  void stagingNeedsNoApprovalUnlessThePolicySaysSo() {
    core.service("staged");
    String staging =
        body("staged", Duration.ofMinutes(5), Duration.ofHours(1), "")
            .replace("'prod'", "'staging'");
    JsonNode window = as(planner, "POST", PATH, staging).json();
    assertThat(window.get("approval").asText()).isEqualTo("not_needed");
    assertProblem(act(planner, window.get("id").asText(), "submit", "{}"), 409);
    assertThat(act(planner, window.get("id").asText(), "start", "{}").status()).isEqualTo(200);
  }

  @Test
  void nobodyApprovesWhatTheyWroteSubmittedOrWithAToken() {
    JsonNode window = soon("own", "");
    String id = window.get("id").asText();
    JsonNode submitted = act(second, id, "submit", "{}").json();
    assertThat(vote(planner, submitted, ",'approve':true").status()).as("writer").isEqualTo(403);
    assertThat(vote(second, submitted, ",'approve':true").status()).as("submitter").isEqualTo(403);
    assertThat(vote(core.token, submitted, ",'approve':true").status()).as("token").isEqualTo(403);
    assertThat(vote(scene.access("vic"), submitted, ",'approve':true").status())
        .as("viewer")
        .isEqualTo(403);
    assertProblem(vote(lead, submitted, ",'approve':false"), 422);
    JsonNode refused = vote(lead, submitted, ",'approve':false,'comment':'not on a Friday'").json();
    assertThat(refused.get("approval").asText()).isEqualTo("refused");
    assertThat(refused.at("/requests/0/votes/0/comment").asText()).isEqualTo("not on a Friday");
    assertProblem(vote(lead, refused, ",'approve':true"), 409);
  }

  @Test
  void whatIsApprovedIsVoidOnceItsContentChanges() {
    JsonNode window = soon("voided", "");
    String id = window.get("id").asText();
    JsonNode approved = approved(window);

    String same =
        body("voided", Duration.ofMinutes(6), Duration.ofHours(1), ",'description':'typo'");
    JsonNode narrowed = put(planner, id, same, approved.get("version").asInt()).json();
    assertThat(narrowed.get("approval").asText()).as("later and shorter").isEqualTo("approved");

    String other = body("voided", Duration.ofMinutes(6), Duration.ofHours(1), ",'sha':'abcdef0'");
    JsonNode changed = put(second, id, other, narrowed.get("version").asInt()).json();
    assertThat(changed.get("approval").asText()).isEqualTo("void");
    assertThat(changed.at("/requests/0/state").asText()).isEqualTo("void");
    assertProblem(act(planner, id, "start", "{}"), 409);
    assertProblem(vote(lead, approved, ",'approve':true"), 409);

    JsonNode again = act(planner, id, "submit", "{}").json();
    assertThat(vote(second, again, ",'approve':true").status())
        .as("who has changed it since may not approve it")
        .isEqualTo(403);
    assertThat(vote(lead, again, ",'approve':true").json().get("approval").asText())
        .isEqualTo("approved");
    assertThat(put(planner, id, other, 1).status()).isEqualTo(412);
    JsonNode longer =
        put(
                planner,
                id,
                body("voided", Duration.ofMinutes(6), Duration.ofHours(3), ",'sha':'abcdef0'"),
                read(id).get("version").asInt())
            .json();
    assertThat(longer.get("approval").asText()).as("it ends later").isEqualTo("void");
  }

  private static Reply put(String token, String id, String json, int version) {
    return api.check(
        "PUT",
        PATH + "/{id}",
        core.send(
            token,
            "PUT",
            BASE + PATH + "/" + id,
            json.replace('\'', '"'),
            "if-match",
            "\"" + version + "\""));
  }

  @Test
  void votesAndEditsAtOnceNeverApproveMoreOrOtherThanWasSubmitted() throws Exception {
    Reply policy = core.get(BASE + "/gate/policy");
    int version = policy.json().get("version").asInt();
    Reply three =
        core.send(
            core.token,
            "PUT",
            BASE + "/gate/policy",
            "{\"production_approvals\":3}",
            "if-match",
            "\"" + version + "\"");
    assertThat(three.status()).as("%s", three.http().body()).isEqualTo(200);
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < VOTERS; i++) {
      scene.user("voter" + i, "tenant_admin");
      voters.add(scene.access("voter" + i));
    }
    for (int round = 0; round < ROUNDS; round++) {
      JsonNode window = soon("crowd" + round, "");
      String id = window.get("id").asText();
      JsonNode submitted = act(planner, id, "submit", "{}").json();
      boolean edits = round % 2 == 1;
      List<Future<Integer>> answers = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(VOTERS + 1)) {
        for (String voter : voters) {
          answers.add(threads.submit(() -> insist(voter, submitted)));
        }
        if (edits) {
          int read = submitted.get("version").asInt();
          String changed =
              body(
                  "crowd" + round,
                  Duration.ofMinutes(5),
                  Duration.ofHours(2),
                  ",'sha':'" + "%07x".formatted(round) + "'");
          threads.submit(() -> put(planner, id, changed, read).status());
        }
      }
      int counted = 0;
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isIn(200, 409);
        counted += answer.get() == 200 ? 1 : 0;
      }
      JsonNode after = read(id);
      int votes = after.at("/requests/0/votes").size();
      assertThat(votes).as("each answer 200 is a vote that counts").isEqualTo(counted);
      assertThat(votes).isLessThanOrEqualTo(3);
      boolean isApproved = after.get("approval").asText().equals("approved");
      assertThat(isApproved).isEqualTo(votes == 3 && after.get("sha").asText().isEmpty());
      if (!isApproved) {
        assertProblem(act(planner, id, "start", "{}"), 409);
      }
    }
    core.send(
        core.token, "PUT", BASE + "/gate/policy", "{}", "if-match", "\"" + (version + 1) + "\"");
  }

  /** So many at once may be asked to come again, even after their vote was counted. */
  private static int insist(String voter, JsonNode window) {
    boolean isUnknown = false;
    while (true) {
      Reply reply = vote(voter, window, ",'approve':true");
      if (reply.status() != 503) {
        return isUnknown && reply.http().body().contains("you have voted on this request already")
            ? 200
            : reply.status();
      }
      isUnknown = true;
    }
  }

  @Test
  void freezeKeepsItFromStartingUntilSomebodyOverridesIt() {
    JsonNode window = soon("frozen-window", "");
    String id = window.get("id").asText();
    approved(window);
    as(
        core.token,
        "POST",
        "/freezes",
        "{'name':'Inventory','starts_at':'%s','ends_at':'%s','time_zone':'UTC','services':['frozen-window']}"
            .formatted(local(Duration.ofMinutes(-1)), local(Duration.ofHours(1))));
    assertThat(read(id).at("/conflicts/0/code").asText()).isEqualTo("freeze");
    Reply refused = act(planner, id, "start", "{}");
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains("Inventory");
    scene.user("ops", "operator");
    String reason = "{'override_reason':'the licence ends tonight'}";
    assertThat(act(scene.access("ops"), id, "start", reason).status()).isEqualTo(403);
    JsonNode started = act(planner, id, "start", reason).json();
    assertThat(started.get("override_reason").asText()).isEqualTo("the licence ends tonight");
    JsonNode gated =
        as(
                core.token,
                "POST",
                "/gate",
                "{'service':'frozen-window','environment':'prod','window':'" + id + "'}")
            .json();
    assertThat(gated.get("decision").asText()).as("its pipeline").isEqualTo("allow");
    assertThat(gated.get("reasons").toString()).contains("\"window\"");
    JsonNode other =
        as(core.token, "POST", "/gate", "{'service':'frozen-window','environment':'prod'}").json();
    assertThat(other.get("decision").asText())
        .as("a deployment of the service while its window is in progress")
        .isEqualTo("allow");
  }

  @Test
  void gateHoldsADeploymentToTheWindowThatItNames() {
    JsonNode window = plan("held", Duration.ofHours(3), Duration.ofHours(4), "");
    String question =
        "{'service':'held','environment':'prod','window':'" + window.get("id").asText() + "'}";
    JsonNode unapproved = as(core.token, "POST", "/gate", question).json();
    assertThat(unapproved.get("decision").asText()).isEqualTo("wait");
    assertThat(unapproved.at("/reasons/0/code").asText()).isEqualTo("window_unapproved");
    approved(window);
    JsonNode ahead = as(core.token, "POST", "/gate", question).json();
    assertThat(ahead.get("decision").asText()).isEqualTo("deny");
    assertThat(ahead.at("/reasons/0/code").asText()).isEqualTo("window_ahead");
    core.service("beside");
    JsonNode elsewhere = as(core.token, "POST", "/gate", question.replace("held", "beside")).json();
    assertThat(elsewhere.at("/reasons/0/code").asText()).isEqualTo("window_elsewhere");
    JsonNode nowhere = as(core.token, "POST", "/gate", question.replace("prod", "mars")).json();
    assertThat(nowhere.at("/reasons/0/code").asText())
        .as("an environment that nobody entered")
        .isEqualTo("window_elsewhere");
    Reply unknown =
        as(
            core.token,
            "POST",
            "/gate",
            "{'service':'held','environment':'prod','window':'" + UUID.randomUUID() + "'}");
    assertProblem(unknown, 422);
    assertThat(
            as(core.token, "POST", "/gate", "{'service':'held','environment':'prod'}")
                .json()
                .get("decision")
                .asText())
        .as("without a window nothing is refused")
        .isEqualTo("allow");
  }

  @Test
  void openSev1LetsItsOwnCureStartBeforeItIsApproved() {
    services.add("burning");
    core.service("burning");
    String incident =
        as(
                core.token,
                "POST",
                "/incidents",
                "{'title':'Down','severity':'SEV1','service_name':'burning'}")
            .json()
            .get("short_id")
            .asText();
    JsonNode window = soon("burning", ",'incident':'" + incident + "'");
    JsonNode started = act(planner, window.get("id").asText(), "start", "{}").json();
    assertThat(started.get("status").asText()).isEqualTo("in_progress");
    assertThat(started.get("approval_due_at").asText()).isNotEmpty();
    JsonNode submitted = act(planner, window.get("id").asText(), "submit", "{}").json();
    JsonNode after = vote(lead, submitted, ",'approve':true").json();
    assertThat(after.get("approval").asText()).isEqualTo("approved");
    assertThat(after.get("approval_due_at").isNull()).isTrue();
    core.post(BASE + "/incidents/" + incident + "/resolve", "{\"message\":\"back\"}");
  }

  @Test
  void windowInProgressIsExtendedByHalfOfItsPlannedLength() {
    JsonNode window = soon("longer", "");
    String id = window.get("id").asText();
    approved(window);
    assertProblem(act(planner, id, "extend", "{'until':'" + core.now() + "'}"), 409);
    act(planner, id, "start", "{}");
    Instant end = Instant.parse(window.get("until").asText());
    assertProblem(
        act(planner, id, "extend", "{'until':'" + end.plus(Duration.ofHours(1)) + "'}"), 422);
    JsonNode longer =
        act(planner, id, "extend", "{'until':'" + end.plus(Duration.ofMinutes(50)) + "'}").json();
    assertThat(longer.get("until").asText()).isEqualTo(end.plus(Duration.ofMinutes(50)).toString());
    assertProblem(
        act(planner, id, "extend", "{'until':'" + end.plus(Duration.ofMinutes(80)) + "'}"), 422);
    act(planner, id, "finish", "{'outcome':'completed'}");
  }

  @Test
  void teamsAreRemindedADayAnHourAndAQuarterBefore() {
    JsonNode window = plan("reminded", Duration.ofHours(30), Duration.ofHours(31), "");
    String about = window.get("id").asText();
    core.sweep("window-reminders");
    assertThat(reminders(about)).isZero();
    core.clock.move(Duration.ofHours(7));
    core.sweep("window-reminders");
    core.sweep("window-reminders");
    assertThat(reminders(about)).as("a day before, once").isEqualTo(1);
    core.clock.move(Duration.ofHours(22).plusMinutes(50));
    core.sweep("window-reminders");
    assertThat(reminders(about)).as("after a pause only the nearest").isEqualTo(2);
    core.clock.move(Duration.ofHours(2));
    core.sweep("window-reminders");
    assertThat(reminders(about)).isEqualTo(2);
    assertThat(read(about).get("is_missed").asBoolean()).isTrue();
    logIn();
    JsonNode late = plan("late", Duration.ofMinutes(50), Duration.ofHours(2), "");
    core.sweep("window-reminders");
    assertThat(reminders(late.get("id").asText())).as("planned within the hour").isZero();
  }

  @Test
  void whatNewlyBlocksAnApprovedWindowIsToldOnce() {
    JsonNode window = plan("judged", Duration.ofHours(30), Duration.ofHours(31), "");
    String about = window.get("id").asText();
    core.sweep("window-conflicts");
    freezeOfJudged("Known before", "2");
    approved(window);
    core.sweep("window-conflicts");
    assertThat(blocked(about)).as("whoever approved has seen it").isZero();

    JsonNode added = freezeOfJudged("Added since", "1");
    core.sweep("window-conflicts");
    core.sweep("window-conflicts");
    assertThat(blocked(about)).isEqualTo(1);
    core.send(
        core.token,
        "DELETE",
        BASE + "/freezes/" + added.get("id").asText(),
        null,
        "if-match",
        "\"1\"");
    core.sweep("window-conflicts");
    assertThat(blocked(about)).isEqualTo(1);
    core.clock.move(Duration.ofSeconds(1));
    freezeOfJudged("Added since", "1");
    core.sweep("window-conflicts");
    assertThat(blocked(about)).as("it blocks anew").isEqualTo(2);
    assertThat(read(about).get("approval").asText()).as("it stays approved").isEqualTo("approved");
  }

  private static JsonNode freezeOfJudged(String name, String days) {
    Reply made =
        as(
            core.token,
            "POST",
            "/freezes",
            "{'name':'%s','starts_at':'%s','ends_at':'%s','time_zone':'UTC','services':['judged']}"
                .formatted(
                    name,
                    local(Duration.ofHours(1)),
                    local(Duration.ofDays(Long.parseLong(days)).plusHours(8))));
    assertThat(made.status()).as("%s", made.http().body()).isEqualTo(201);
    return made.json();
  }

  private static long blocked(String window) {
    return notices(window, "blocked%");
  }

  private static long reminders(String window) {
    return notices(window, "reminder%");
  }

  private static long notices(String window, String key) {
    return Long.parseLong(
        core.database
            .query(
                "SELECT count(DISTINCT about_key) FROM delivery WHERE about_id = '"
                    + window
                    + "' AND about_key LIKE '"
                    + key
                    + "'")
            .getFirst());
  }

  @Test
  void whatCannotBeUnderstoodSaysWhat() {
    core.service("strict");
    Reply empty = as(planner, "POST", PATH, "{}");
    assertProblem(empty, 422);
    assertThat(empty.json().toString())
        .contains("/title", "/environment", "/services", "/starts_at", "/time_zone");
    String long0 = body("strict", Duration.ofHours(1), Duration.ofHours(80), "");
    assertThat(as(planner, "POST", PATH, long0).json().toString()).contains("72 hours");
    String past = body("strict", Duration.ofHours(-3), Duration.ofHours(-1), "");
    assertThat(as(planner, "POST", PATH, past).json().toString()).contains("later than now");
    String unplanned =
        body("strict", Duration.ofHours(1), Duration.ofHours(2), "")
            .replace(",'rollback_plan':'deploy the one before'", "");
    assertThat(as(planner, "POST", PATH, unplanned).json().toString()).contains("/rollback_plan");
    assertProblem(
        as(planner, "POST", PATH, body("nowhere", Duration.ZERO, Duration.ofHours(1), "")), 422);
    assertThat(core.get(BASE + PATH + "?status=soon").status()).isEqualTo(400);
    assertThat(core.get(BASE + PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
  }

  @Test
  void environmentOfAWindowStays() {
    plan("environment-kept", Duration.ofHours(1), Duration.ofHours(2), "");
    Reply environment = core.get(BASE + "/environments/prod");
    Reply refused =
        core.send(
            core.token,
            "DELETE",
            BASE + "/environments/prod",
            null,
            "if-match",
            "\"" + environment.json().get("version").asInt() + "\"");
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains("deployment windows");
  }

  @Test
  void listIsFilteredAndPaged() {
    for (int i = 0; i < 3; i++) {
      plan("listed", Duration.ofHours(5 + i), Duration.ofHours(6 + i), "");
    }
    JsonNode first =
        api.check("GET", PATH, core.get(BASE + PATH + "?service=listed&limit=2")).json();
    assertThat(first.get("items")).hasSize(2);
    JsonNode rest =
        core.get(BASE + PATH + "?service=listed&limit=2&cursor=" + first.get("next").asText())
            .json();
    assertThat(rest.get("items")).hasSize(1);
    assertThat(rest.get("next").isNull()).isTrue();
    assertThat(core.get(BASE + PATH + "?service=listed&approval=submitted").json().get("items"))
        .isEmpty();
    Reply tried =
        api.check(
            "POST",
            PATH + "/preview",
            as(
                core.token,
                "POST",
                PATH + "/preview",
                body("listed", Duration.ofHours(5), Duration.ofHours(6), "")));
    assertThat(tried.json().get("conflicts").toString()).contains("other_window");
  }
}
