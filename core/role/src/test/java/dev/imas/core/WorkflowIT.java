package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workflows of tasks that tenants write (I2, T40). */
class WorkflowIT {

  private static final String REVIEWED =
      "'statuses':[{'id':'open','name':'Open','category':'todo'},"
          + "{'id':'review','name':'In review','category':'doing'},"
          + "{'id':'done','name':'Done','category':'done'},"
          + "{'id':'dropped','name':'Dropped','category':'dropped'}],"
          + "'transitions':[{'from':'open','to':'review','guards':['owner_set']},"
          + "{'from':'review','to':'done','guards':['permission']},{'from':'review','to':'open'},"
          + "{'from':'open','to':'dropped'}]";

  private static final String PLAIN =
      "'statuses':[{'id':'open','name':'Open','category':'todo'},"
          + "{'id':'done','name':'Done','category':'done'},"
          + "{'id':'dropped','name':'Dropped','category':'dropped'}],"
          + "'transitions':[{'from':'open','to':'done'},{'from':'done','to':'open'},"
          + "{'from':'open','to':'dropped','guards':['reason_given']},{'from':'dropped','to':'open'}]";

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String method, String path, String json, String... headers) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json.isEmpty() ? null : json.replace('\'', '"'),
        headers);
  }

  private Reply write(int version, String json) {
    Reply reply =
        send("PUT", "/workflows/task", "{" + json + "}", "if-match", "\"" + version + "\"");
    document.check("PUT", "/workflows/{item_kind}", reply);
    return reply;
  }

  private JsonNode workflow() {
    Reply reply = send("GET", "/workflows/task", "");
    document.check("GET", "/workflows/{item_kind}", reply);
    return reply.json();
  }

  private String task(String more) {
    Reply made = send("POST", "/items", "{'title':'Rotate the keys'" + more + "}");
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("key").asText();
  }

  private Reply moved(String key, String to) {
    return send("POST", "/items/" + key + "/transitions", "{'to':'" + to + "','reason':'so'}");
  }

  private String statusOf(String key) {
    return send("GET", "/items/" + key, "").json().at("/status/id").asText();
  }

  private void ann() {
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', gen_random_uuid(), 'ann', 'ann@example.org', 'viewer')"
            .formatted(core.tenant));
  }

  @Test
  void tenantWithoutOneHasTheShippedWorkflow() {
    JsonNode shipped = workflow();
    assertThat(shipped.get("version").asInt()).isEqualTo(1);
    assertThat(shipped.get("state").asText()).isEqualTo("in_force");
    assertThat(shipped.get("statuses").findValuesAsText("id"))
        .containsExactly("open", "in_progress", "done", "dropped");
    assertThat(send("GET", "/workflows/bug", "").status()).isEqualTo(404);
  }

  @Test
  void tasksFollowTheVersionThatIsWritten() {
    ann();
    Reply written = write(1, REVIEWED);
    assertThat(written.status()).as(written.http().body()).isEqualTo(200);
    assertThat(written.json().get("version").asInt()).isEqualTo(2);
    assertThat(write(1, REVIEWED).status()).as("of another version").isEqualTo(412);

    String key = task("");
    Reply ownerless = moved(key, "review");
    assertThat(ownerless.status()).isEqualTo(409);
    assertThat(ownerless.json().get("detail").asText())
        .isEqualTo("TASK-1 cannot become review: it needs an owner");
    String owned = task(",'owner':'ann'");
    assertThat(moved(owned, "review").status()).isEqualTo(200);
    Reply byOwner =
        core.send(
            core.logIn("ann"),
            "POST",
            "/api/v1/items/" + owned + "/transitions",
            "{\"to\":\"done\"}");
    assertThat(byOwner.status()).as("owning it is not enough").isEqualTo(403);
    JsonNode done = moved(owned, "done").json();
    assertThat(done.at("/status/name").asText()).isEqualTo("Done");
    assertThat(done.get("transitions")).isEmpty();
  }

  @Test
  void faultsPointToTheirPlace() {
    Reply wrong =
        write(
            1,
            "'statuses':[{'id':'Open','name':'Open','category':'later'},{'id':'x'}],"
                + "'transitions':[{'from':'a','guards':['magic']}],'moves':[]");
    assertThat(wrong.status()).isEqualTo(422);
    List<String> pointers = new ArrayList<>();
    wrong.json().get("details").fieldNames().forEachRemaining(pointers::add);
    assertThat(pointers)
        .contains(
            "/statuses/0/category",
            "/statuses/1/name",
            "/statuses/1/category",
            "/transitions/0/to",
            "/transitions/0/guards/0",
            "/moves");
    Reply endless =
        write(
            1,
            "'statuses':[{'id':'open','name':'Open','category':'todo'},{'id':'done','name':'Done','category':'done'}],"
                + "'transitions':[{'from':'done','to':'open'}]");
    assertThat(endless.status()).isEqualTo(422);
    assertThat(endless.json().get("details").has("/statuses/1")).isTrue();
  }

  @Test
  void versionThatDropsAStatusSaysWhereItsTasksGo() {
    ann();
    write(1, REVIEWED);
    String key = task(",'owner':'ann'");
    moved(key, "review");
    Reply silent = write(2, PLAIN);
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.json().at("/details/~1moves~1review/0").asText())
        .contains("say which one they get");
    assertThat(write(2, PLAIN + ",'moves':{'review':'done'}").status())
        .as("nobody's work is done by a change of the workflow")
        .isEqualTo(422);
    Reply said = write(2, PLAIN + ",'moves':{'review':'open'}");
    assertThat(said.status()).as(said.http().body()).isEqualTo(200);
    assertThat(said.json().get("state").asText()).as("there were few").isEqualTo("in_force");
    assertThat(statusOf(key)).isEqualTo("open");
    JsonNode last = send("GET", "/items/" + key + "/history", "").json().at("/items/2");
    assertThat(last.get("from").asText()).isEqualTo("review");
    assertThat(last.get("to").asText()).isEqualTo("open");
  }

  @Test
  void manyTasksAreMovedInTurnsBeforeTheVersionCounts() {
    ann();
    write(1, REVIEWED);
    core.database.execute(
        """
        INSERT INTO item (tenant_id, id, kind, number, title, status, status_category, created_by, created_at, updated_at)
        SELECT '%s', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'task', n, 'x', 'review', 'doing', 'x',
               now(), now()
          FROM generate_series(1, 1200) AS n;
        INSERT INTO item_counter (tenant_id, kind, last) VALUES ('%s', 'task', 1200)\
        """
            .formatted(core.tenant, core.tenant));
    Reply said = write(2, PLAIN + ",'moves':{'review':'open'}");
    assertThat(said.json().get("version").asInt()).isEqualTo(3);
    String left = "SELECT count(*) FROM item WHERE status = 'review'";
    assertThat(said.json().get("state").asText()).isEqualTo("moving");
    assertThat(statusOf("TASK-1")).as("the first were moved at once").isEqualTo("open");
    core.nudge();
    Await.until("all to be moved", () -> core.database.count(left), count -> count == 0);
    Await.until(
        "the version to count",
        () -> workflow().get("state").asText(),
        state -> state.equals("in_force"));
    assertThat(core.database.count("SELECT count(*) FROM item WHERE version = 2")).isEqualTo(1200);
    assertThat(core.database.count("SELECT count(*) FROM item_event WHERE to_value = 'open'"))
        .isEqualTo(1200);
    assertThat(moved("TASK-1200", "done").status()).isEqualTo(200);
  }

  /** A version that waits without its timer, which is set at the end. */
  @Test
  void whileTasksAreMovedTheVersionBeforeCounts() {
    ann();
    write(1, REVIEWED);
    String waiting = task(",'owner':'ann'");
    String reviewed = task(",'owner':'ann'");
    moved(reviewed, "review");
    core.database.execute(
        """
        INSERT INTO workflow (tenant_id, item_kind, version, definition, created_by, created_at)
        SELECT tenant_id, item_kind, 3, replace(replace(definition::text, '"review"', '"checked"'), 'In review', 'Checked')::jsonb
               || '{"moves": {"review": "checked"}}', created_by, created_at
          FROM workflow WHERE version = 2\
        """);
    assertThat(workflow().get("state").asText()).isEqualTo("moving");
    Reply entering = moved(waiting, "review");
    assertThat(entering.status()).as("a status that goes away").isEqualTo(409);
    assertThat(entering.json().get("possible"))
        .extracting(JsonNode::asText)
        .containsExactly("dropped");
    assertThat(moved(reviewed, "open").status()).as("out of it").isEqualTo(200);
    Reply third = write(3, PLAIN);
    assertThat(third.status()).isEqualTo(409);
    assertThat(third.json().get("detail").asText()).contains("version 3 is not in force yet");

    core.database.execute(
        "INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses) VALUES ('%s', 'workflow-items', 'task', now(), now(), true)"
            .formatted(core.tenant));
    core.nudge();
    Await.until(
        "the version to count",
        () -> workflow().get("state").asText(),
        state -> state.equals("in_force"));
    assertThat(moved(waiting, "checked").status()).isEqualTo(200);
  }

  /**
   * Whoever moves a task at that moment finds the one version or the other, or has to try again.
   */
  @Test
  void noTaskIsLeftInAStatusThatGoesAwayWhileOthersMoveThem() {
    ann();
    write(1, REVIEWED);
    List<String> keys = new ArrayList<>();
    for (int n = 0; n < 40; n++) {
      keys.add(task(",'owner':'ann'"));
    }
    List<CompletableFuture<Reply>> moves = new ArrayList<>();
    for (String key : keys) {
      moves.add(CompletableFuture.supplyAsync(() -> moved(key, "review")));
    }
    Reply said = write(2, PLAIN + ",'moves':{'review':'open'}");
    assertThat(said.status()).as(said.http().body()).isEqualTo(200);
    for (CompletableFuture<Reply> move : moves) {
      assertThat(move.join().status()).as(move.join().http().body()).isIn(200, 409, 503);
    }
    assertThat(core.database.count("SELECT count(*) FROM item WHERE status <> 'open'")).isZero();
  }

  @Test
  void workflowsAreConfigurationToo() {
    ann();
    String documents =
        "{'set':'s','documents':[{'kind':'workflow','key':'tasks','item_kind':'task',"
            + REVIEWED
            + "}]}";
    assertThat(apply(documents).at("/counts/create").asInt()).isEqualTo(1);
    assertThat(workflow().get("statuses").findValuesAsText("id")).contains("review");
    assertThat(apply(documents).get("changes")).isEmpty();
    assertThat(core.get("/api/v1/configuration").http().body()).contains("In review");

    String key = task(",'owner':'ann'");
    moved(key, "review");
    apply("{'set':'s','documents':[],'prune':true}");
    assertThat(workflow().get("statuses").findValuesAsText("id"))
        .as("it stays while tasks need it")
        .contains("review");
    moved(key, "open");
    apply(
        "{'set':'s','documents':[{'kind':'workflow','key':'tasks','item_kind':'task',"
            + REVIEWED
            + "}]}");
    apply("{'set':'s','documents':[],'prune':true}");
    assertThat(workflow().get("statuses").findValuesAsText("id"))
        .as("the shipped one is back")
        .doesNotContain("review");
    assertThat(apply(documents).at("/counts/create").asInt()).as("and again").isEqualTo(1);
  }

  private JsonNode apply(String documents) {
    Reply reply = send("POST", "/configuration", documents);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }
}
