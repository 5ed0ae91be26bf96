package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks over the API, and on a moved clock (C62, C154, I1, I2, I6). */
class ItemIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();
  private String team = "";
  private String incident = "";
  private String ann = "";
  private String bob = "";

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    team = done("POST", "/teams", "{'name':'Shop'}").get("id").asText();
    done("POST", "/services", "{'name':'shop','owner_team':'" + team + "'}");
    incident =
        done("POST", "/incidents", "{'title':'The shop is down','service':'shop','page':false}")
            .get("id")
            .asText();
    ann = person("ann", "responder");
    bob = person("bob", "responder");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String token, String method, String path, String json, String... headers) {
    return core.send(
        token, method, "/api/v1" + path, json.isEmpty() ? null : json.replace('\'', '"'), headers);
  }

  private JsonNode done(String method, String path, String json, String... headers) {
    Reply reply = send(core.token, method, path, json, headers);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private String person(String name, String role) {
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', '%s', '%s', '%s@example.org', '%s')"
            .formatted(core.tenant, UUID.randomUUID(), name, name, role));
    return core.ownToken(name, name, role);
  }

  private JsonNode task(String more) {
    JsonNode made =
        done(
            "POST", "/incidents/" + incident + "/items", "{'title':'Rotate the keys'" + more + "}");
    return made;
  }

  private Reply moved(String token, JsonNode item, String to, String more) {
    return send(
        token,
        "POST",
        "/items/" + item.get("key").asText() + "/transitions",
        "{'to':'" + to + "'" + more + "}");
  }

  private JsonNode changed(JsonNode item, String json) {
    JsonNode now = read(item);
    return done(
        "PATCH",
        "/items/" + item.get("id").asText(),
        json,
        "if-match",
        "\"" + now.get("version").asInt() + "\"");
  }

  private JsonNode read(JsonNode item) {
    return done("GET", "/items/" + item.get("id").asText(), "");
  }

  private List<String> keys(String query) {
    Reply reply = core.get("/api/v1/items" + query);
    document.check("GET", "/items", reply);
    List<String> keys = new ArrayList<>();
    reply.json().get("items").forEach(one -> keys.add(one.get("key").asText()));
    return keys;
  }

  private List<String> entries() {
    return core.database.query(
        "SELECT message FROM timeline WHERE type = 'TASK' AND incident_id = '"
            + incident
            + "' ORDER BY seq");
  }

  private List<String> told(String kind) {
    return core.database.query(
        "SELECT address FROM delivery WHERE event = 'notice.%s' ORDER BY created_at, address"
            .formatted(kind));
  }

  /** Time passes for tasks, too; the database's clock cannot be moved. */
  private void passes(Duration time) {
    core.clock.move(time);
    due("item");
  }

  private void due(String kind) {
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = '%s' AND due_at <= '%s'"
            .formatted(kind, core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = '%s' AND try_at <= now()".formatted(kind)),
        left -> left == 0);
  }

  @Test
  void tasksGetKeysOfTheirOwnAndAreFoundByThem() {
    Reply made =
        send(
            core.token,
            "POST",
            "/incidents/" + incident + "/items",
            "{'title':'Rotate the keys','owner':'ann','category':'preventive','priority':'high',"
                + "'description':'With *care*','section':'Actions'}");
    document.check("POST", "/incidents/{id}/items", made);
    assertThat(made.header("location")).endsWith("/items/TASK-1");
    Reply second = send(core.token, "POST", "/items", "{'title':'Of no incident'}");
    document.check("POST", "/items", second);
    assertThat(second.json().get("key").asText()).isEqualTo("TASK-2");
    assertThat(second.json().get("incident").isNull()).isTrue();

    Reply found = send(core.token, "GET", "/items/task-1", "");
    document.check("GET", "/items/{id}", found);
    assertThat(found.json().get("title").asText()).isEqualTo("Rotate the keys");
    assertThat(found.json().at("/owner/username").asText()).isEqualTo("ann");
    assertThat(found.json().at("/incident/team/name").asText()).isEqualTo("Shop");
    assertThat(found.json().at("/status/category").asText()).isEqualTo("todo");
    assertThat(found.json().get("created_by").isNull()).isFalse();
    for (String unknown : List.of("TASK-9", "BUG-1", "x", UUID.randomUUID().toString())) {
      assertThat(send(core.token, "GET", "/items/" + unknown, "").status())
          .as(unknown)
          .isEqualTo(404);
    }
    Reply of = send(core.token, "GET", "/incidents/" + incident + "/items", "");
    document.check("GET", "/incidents/{id}/items", of);
    assertThat(of.json().get("items")).hasSize(1);
    assertThat(entries()).containsExactly("Task added: Rotate the keys");
  }

  @Test
  void numbersAreGivenOnceHoweverManyAskAtOnce() {
    List<CompletableFuture<Reply>> all =
        IntStream.range(0, 20)
            .mapToObj(
                n ->
                    CompletableFuture.supplyAsync(
                        () -> send(core.token, "POST", "/items", "{'title':'Task " + n + "'}")))
            .toList();
    assertThat(all.stream().map(one -> one.join().json().get("key").asText()))
        .doesNotHaveDuplicates()
        .hasSize(20);
  }

  @Test
  void doneTaskKeepsWhenItWasDoneWhateverIsSavedLater() {
    JsonNode item = task(",'due_at':'2099-01-01T00:00:00Z'");
    core.clock.move(Duration.ofHours(1));
    Instant first = core.now();
    Reply done = moved(core.token, item, "done", "");
    document.check("POST", "/items/{id}/transitions", done);
    assertThat(done.json().get("done_at").asText()).isEqualTo(first.toString());
    core.clock.move(Duration.ofDays(1));
    assertThat(changed(item, "{'title':'Rotate all keys'}").get("done_at").asText())
        .as("a later save")
        .isEqualTo(first.toString());
    assertThat(moved(core.token, item, "open", "").status()).isEqualTo(200);
    core.clock.move(Duration.ofDays(1));
    assertThat(moved(core.token, item, "done", "").json().get("done_at").asText())
        .as("done again")
        .isEqualTo(first.toString());
    assertThat(entries())
        .containsExactly(
            "Task added: Rotate the keys",
            "Task done: Rotate the keys",
            "Task open again: Rotate all keys",
            "Task done: Rotate all keys");
  }

  @Test
  void droppingNeedsAReasonAndWhatIsNoTransitionSaysWhatWouldBe() {
    JsonNode item = task("");
    Reply silent = moved(core.token, item, "dropped", "");
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.json().at("/details/~1reason/0").asText()).contains("say why");
    Reply dropped = moved(core.token, item, "dropped", ",'reason':'Nobody needs it'");
    assertThat(dropped.json().get("dropped_reason").asText()).isEqualTo("Nobody needs it");

    Reply wrong = moved(core.token, item, "done", "");
    document.check("POST", "/items/{id}/transitions", wrong);
    assertThat(wrong.status()).isEqualTo(409);
    assertThat(wrong.json().get("detail").asText())
        .isEqualTo("TASK-1 is dropped and cannot become done; it can become open");
    assertThat(wrong.json().get("current").asText()).isEqualTo("dropped");
    assertThat(wrong.json().get("possible")).extracting(JsonNode::asText).containsExactly("open");
    assertThat(entries()).last().isEqualTo("Task dropped: Rotate the keys. Nobody needs it");
    Reply history = send(core.token, "GET", "/items/TASK-1/history", "");
    document.check("GET", "/items/{id}/history", history);
    assertThat(history.json().get("items")).hasSize(2);
    assertThat(history.json().at("/items/1/from").asText()).isEqualTo("open");
    assertThat(history.json().at("/items/1/to").asText()).isEqualTo("dropped");
    assertThat(history.json().at("/items/1/reason").asText()).isEqualTo("Nobody needs it");
  }

  @Test
  void changesAreBasedOnAVersionAndStandInTheHistory() {
    JsonNode item = task(",'owner':'ann'");
    String path = "/items/" + item.get("id").asText();
    assertThat(send(core.token, "PATCH", path, "{'title':'x'}").status()).isEqualTo(428);
    Reply changed =
        send(
            core.token,
            "PATCH",
            path,
            "{'owner_team':'Shop','due_at':'2099-01-01T00:00:00Z'}",
            "if-match",
            "\"1\"");
    document.check("PATCH", "/items/{id}", changed);
    assertThat(changed.json().get("owner").isNull()).as("a team instead of a person").isTrue();
    assertThat(changed.json().at("/owner_team/name").asText()).isEqualTo("Shop");
    assertThat(send(core.token, "PATCH", path, "{'title':'x'}", "if-match", "\"1\"").status())
        .isEqualTo(412);
    assertThat(send(core.token, "PATCH", path, "{}", "if-match", "\"2\"").status()).isEqualTo(422);
    assertThat(
            send(
                    core.token,
                    "PATCH",
                    path,
                    "{'owner':'bob','owner_team':'Shop'}",
                    "if-match",
                    "\"2\"")
                .status())
        .isEqualTo(422);
    assertThat(done("GET", path + "/history", "").get("items").findValuesAsText("name"))
        .containsExactly("created", "owner", "owner_team", "due_at");
  }

  @Test
  void sameRequestWithAKeyMakesOneTask() {
    String body = "{'title':'Once'}";
    String path = "/incidents/" + incident + "/items";
    Reply first = send(core.token, "POST", path, body, "idempotency-key", "k1");
    Reply again = send(core.token, "POST", path, body, "idempotency-key", "k1");
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(
            send(core.token, "POST", path, "{'title':'Twice'}", "idempotency-key", "k1").status())
        .isEqualTo(422);
    assertThat(core.database.count("SELECT count(*) FROM item")).isEqualTo(1);
  }

  @Test
  void ownersMoveTheirTasksWithoutAnyOtherRight() {
    person("vera", "viewer");
    String vera = core.logIn("vera");
    JsonNode item = task(",'owner':'vera'");
    JsonNode other = task("");
    assertThat(moved(vera, other, "done", "").status()).isEqualTo(403);
    assertThat(send(vera, "PATCH", "/items/TASK-1", "{'title':'x'}", "if-match", "\"1\"").status())
        .as("moving is all")
        .isEqualTo(403);
    assertThat(send(vera, "POST", "/items", "{'title':'x'}").status()).isEqualTo(403);
    assertThat(moved(vera, item, "done", "").status()).isEqualTo(200);
    assertThat(moved(bob, other, "done", "").status()).as("a responder").isEqualTo(200);
  }

  @Test
  void listsAreFilteredAndPaged() {
    task(",'owner':'ann','due_at':'" + core.now().plus(Duration.ofDays(2)) + "'");
    task(",'owner_team':'Shop','due_at':'" + core.now().minus(Duration.ofDays(2)) + "'");
    task(",'due_at':'" + core.now().plus(Duration.ofDays(3)) + "'");
    done("POST", "/items", "{'title':'Elsewhere'}");
    moved(core.token, task(""), "done", "");
    core.database.execute(
        "INSERT INTO team_member (tenant_id, team_id, user_id) SELECT tenant_id, '%s', id FROM user_account WHERE username = 'ann'"
            .formatted(team));

    assertThat(keys(""))
        .as("soonest due first")
        .containsExactly("TASK-2", "TASK-1", "TASK-3", "TASK-4");
    assertThat(keys("?overdue=true")).containsExactly("TASK-2");
    assertThat(keys("?owner=ann")).containsExactly("TASK-1");
    assertThat(keys("?team=Shop"))
        .as("its own, and its incidents'")
        .containsExactly("TASK-2", "TASK-3");
    assertThat(keys("?status=done")).containsExactly("TASK-5");
    assertThat(keys("?incident=" + incident)).containsExactly("TASK-2", "TASK-1", "TASK-3");
    assertThat(send(ann, "GET", "/items?owner=me", "").json().get("items").findValuesAsText("key"))
        .containsExactly("TASK-1");
    assertThat(send(ann, "GET", "/items?team=mine", "").json().get("items").findValuesAsText("key"))
        .containsExactly("TASK-2", "TASK-3");
    assertThat(core.get("/api/v1/items?owner=me").status()).as("a token of nobody").isEqualTo(400);

    List<String> paged = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = core.get("/api/v1/items?limit=1" + cursor).json();
      page.get("items").forEach(one -> paged.add(one.get("key").asText()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());
    assertThat(paged).containsExactly("TASK-2", "TASK-1", "TASK-3", "TASK-4");
  }

  @Test
  void listIsExportedWithoutFormulas() {
    task(",'owner':'ann','due_at':'2099-01-01T00:00:00Z'");
    done("POST", "/items", "{'title':'=1+1','owner_team':'Shop'}");
    moved(core.token, task(""), "done", "");
    assertThat(send(core.token, "GET", "/items/export?incident=INC-NONE", "").status())
        .isEqualTo(send(core.token, "GET", "/items?incident=INC-NONE", "").status());
    Reply csv = send(core.token, "GET", "/items/export", "");
    assertThat(csv.http().headers().firstValue("content-type").orElseThrow())
        .startsWith("text/csv");
    List<String> lines = csv.http().body().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("key,kind,title,status");
    assertThat(lines.get(1))
        .startsWith(
            "\"TASK-1\",\"task\",\"Rotate the"
                + " keys\",\"Open\",\"todo\",,\"medium\",\"ann\",,\"INC-");
    assertThat(lines.get(2)).startsWith("\"TASK-2\",\"task\",\"'=1+1\",\"Open\"");
    assertThat(send(core.token, "GET", "/items/export?status=done", "").http().body().lines())
        .hasSize(2);
  }

  @Test
  void remindersComeFiveTimesAndGoToTheOwner() {
    task(",'owner':'ann','due_at':'" + core.now().plus(Duration.ofDays(3)) + "'");
    passes(Duration.ofDays(2).minusMillis(1));
    assertThat(told("task_due")).isEmpty();
    passes(Duration.ofMillis(1));
    assertThat(told("task_due")).containsExactly("ann@example.org");
    passes(Duration.ofDays(1).minusMillis(1));
    assertThat(told("task_due")).hasSize(1);
    passes(Duration.ofMillis(1));
    assertThat(told("task_due")).hasSize(2);
    for (int week = 1; week <= 3; week++) {
      passes(Duration.ofDays(7));
      assertThat(told("task_due")).hasSize(2 + week);
    }
    passes(Duration.ofDays(60));
    assertThat(told("task_due")).as("five are enough").hasSize(5);
    assertThat(core.database.count("SELECT count(*) FROM timer WHERE kind = 'item'")).isZero();
  }

  @Test
  void noReminderComesOfWhatHasEndedAndTheyDoNotEndWithTheIncident() {
    JsonNode over = task(",'owner':'ann','due_at':'" + core.now().plus(Duration.ofDays(3)) + "'");
    task(",'owner':'bob','due_at':'" + core.now().plus(Duration.ofDays(3)) + "'");
    moved(core.token, over, "done", "");
    done("POST", "/incidents/" + incident + "/resolve", "{'message':'it is over'}");
    passes(Duration.ofDays(3));
    assertThat(told("task_due"))
        .as("one for both that were missed")
        .containsExactly("bob@example.org");
    moved(core.token, over, "open", "");
    passes(Duration.ofDays(7));
    assertThat(told("task_due"))
        .as("open again")
        .containsExactly("bob@example.org", "ann@example.org", "bob@example.org");
  }

  @Test
  void teamHearsWhereTheOwnerIsNotThere() {
    contact();
    task(",'owner':'ann','due_at':'" + core.now().plus(Duration.ofDays(1)) + "'");
    core.database.execute(
        "INSERT INTO user_absence (tenant_id, id, user_id, from_at, until_at, made_at, made_by)"
            + " SELECT tenant_id, gen_random_uuid(), id, '%1$s', '%1$s'::timestamptz + interval '3 days', '%1$s', 'x' FROM user_account WHERE username = 'ann'"
                .formatted(core.now()));
    passes(Duration.ofDays(1));
    assertThat(told("task_due")).containsExactly("shop@example.org");
    passes(Duration.ofDays(7));
    assertThat(told("task_due")).containsExactly("shop@example.org", "ann@example.org");
    core.database.execute("UPDATE user_account SET is_active = false WHERE username = 'ann'");
    passes(Duration.ofDays(7));
    assertThat(told("task_due"))
        .containsExactly("shop@example.org", "ann@example.org", "shop@example.org");
  }

  @Test
  void taskWithoutAnOwnerIsOfTheTeamOfItsIncident() {
    contact();
    task(",'due_at':'" + core.now().plus(Duration.ofDays(1)) + "'");
    done(
        "POST",
        "/items",
        "{'title':'Nobody','due_at':'" + core.now().plus(Duration.ofDays(1)) + "'}");
    passes(Duration.ofDays(1));
    assertThat(told("task_due"))
        .as("and somebody hears of every task")
        .containsExactlyInAnyOrder("console", "shop@example.org");
  }

  private void contact() {
    done(
        "POST",
        "/teams/" + team + "/contacts",
        "{'name':'Mail','channel':'email','address':'shop@example.org'}");
  }

  @Test
  void newOwnerIsToldOnceAndNobodyOfWhatTheyTakeThemselves() {
    JsonNode item = task(",'owner':'ann'");
    assertThat(told("task_assigned")).containsExactly("ann@example.org");
    changed(item, "{'title':'Rotate all keys'}");
    changed(item, "{'owner':'ann'}");
    assertThat(told("task_assigned")).as("nothing new for ann").hasSize(1);
    changed(item, "{'owner':'bob'}");
    assertThat(told("task_assigned")).containsExactly("ann@example.org", "bob@example.org");
    int version = read(item).get("version").asInt();
    send(ann, "PATCH", "/items/TASK-1", "{'owner':'ann'}", "if-match", "\"" + version + "\"");
    assertThat(told("task_assigned")).as("taken by ann herself").hasSize(2);
  }

  @Test
  void anIncidentHasAtMostTwoHundredOpenTasks() {
    core.database.execute(
        """
        INSERT INTO item (tenant_id, id, kind, number, title, status, status_category, incident_id, created_by, created_at, updated_at)
        SELECT '%s', gen_random_uuid(), 'task', 1000 + n, 'x', 'open', 'todo', '%s', 'x', now(), now()
          FROM generate_series(1, 200) AS n\
        """
            .formatted(core.tenant, incident));
    Reply refused = send(core.token, "POST", "/incidents/" + incident + "/items", "{'title':'x'}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains("200 open tasks, which is the limit");
    core.database.execute(
        "UPDATE item SET status_category = 'done', status = 'done' WHERE number = 1001");
    assertThat(task("").get("key").asText()).isEqualTo("TASK-1");
  }

  @Test
  void aTenantHasAtMostTenThousandOpenTasks() {
    core.database.execute(
        """
        INSERT INTO item (tenant_id, id, kind, number, title, status, status_category, created_by, created_at, updated_at)
        SELECT '%s', gen_random_uuid(), 'task', 1000 + n, 'x', 'open', 'todo', 'x', now(), now()
          FROM generate_series(1, 10000) AS n\
        """
            .formatted(core.tenant));
    Reply refused = send(core.token, "POST", "/items", "{'title':'x'}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains("10000 open tasks, which is the limit");
  }

  @Test
  void faultsNameTheMemberAndTheMend() {
    Reply wrong =
        send(
            core.token,
            "POST",
            "/items",
            "{'title':'"
                + " ','category':'other','priority':7,'due_at':'soon','owner':'a','owner_team':'b','x':1}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(Map.copyOf(core(wrong)))
        .containsKeys("/title", "/category", "/priority", "/due_at", "/owner_team", "/x");
    for (String unknown : List.of("owner", "owner_team", "incident")) {
      Reply named = send(core.token, "POST", "/items", "{'title':'x','" + unknown + "':'nowhere'}");
      assertThat(named.status()).isEqualTo(422);
      assertThat(named.json().get("details").has("/" + unknown)).as(unknown).isTrue();
    }
  }

  private static Map<String, String> core(Reply reply) {
    Map<String, String> details = new TreeMap<>();
    reply
        .json()
        .get("details")
        .properties()
        .forEach(one -> details.put(one.getKey(), one.getValue().toString()));
    return details;
  }

  @Test
  void openTasksKeepTheirIncidentAndOthersOutliveIt() {
    JsonNode item = task("");
    done("POST", "/incidents/" + incident + "/resolve", "{'message':'it is over'}");
    String old =
        "UPDATE incident SET created_at = now() - interval '500 days', updated_at = now() -"
            + " interval '400 days'";
    core.database.execute(old);
    assertThat(purged()).as("kept by the open task").isZero();
    moved(core.token, item, "dropped", ",'reason':'too late'");
    core.database.execute(old);
    assertThat(purged()).isEqualTo(1);
    assertThat(read(item).get("incident").isNull()).isTrue();
    assertThat(read(item).get("title").asText()).isEqualTo("Rotate the keys");
  }

  private long purged() {
    core.database.execute("DELETE FROM retention_pass");
    return core.database.count(
        "SELECT died FROM purge_incidents('%s', now() - interval '300 days', 100)"
            .formatted(core.tenant));
  }
}
