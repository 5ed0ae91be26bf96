package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AGL-01 to AGL-09, G36 to G38: boards, backlogs and sprints over the API. */
class BoardIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final CheckedApi api = new CheckedApi(core);
  private String board = "";

  @BeforeEach
  void prepare() {
    core.holdHousekeeping();
    done("POST", "/teams", "{'name':'Shop'}");
    board =
        board("{'name':'Shop board','team':'shop','in_progress_limit':2,'over_limit':'refuse'}");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String board(String json) {
    Reply made = send("POST", "/boards", json);
    api.check("POST", "/boards", made);
    return made.json().get("id").asText();
  }

  private Reply send(String method, String path, String json, String... headers) {
    return core.send(
        core.token,
        method,
        "/api/v1" + path,
        json.isEmpty() ? null : json.replace('\'', '"'),
        headers);
  }

  private JsonNode done(String method, String path, String json, String... headers) {
    Reply reply = send(method, path, json, headers);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  /** The key of a new item. */
  private String item(String more) {
    Reply made =
        send("POST", "/boards/" + board + "/items", "{'title':'Retry refunds'" + more + "}");
    api.check("POST", "/boards/{id}/items", made);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return made.json().get("key").asText();
  }

  private Reply move(String item, String column, String after) {
    Reply reply =
        send(
            "POST",
            "/boards/" + board + "/moves",
            "{'item':'%s','column':'%s'%s}"
                .formatted(item, column, after.isEmpty() ? "" : ",'after':'" + after + "'"));
    api.check("POST", "/boards/{id}/moves", reply);
    return reply;
  }

  private void moved(String item, String column, String after) {
    Reply reply = move(item, column, after);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private JsonNode columns(String query) {
    Reply reply = send("GET", "/boards/" + board + "/columns" + query, "");
    api.check("GET", "/boards/{id}/columns", reply);
    return reply.json();
  }

  private List<String> column(String name) {
    List<String> keys = new ArrayList<>();
    for (JsonNode column : columns("").get("columns")) {
      if (column.get("column").asText().equals(name)) {
        column.get("cards").forEach(card -> keys.add(card.get("key").asText()));
      }
    }
    return keys;
  }

  private JsonNode sprint(int number) {
    Reply reply = send("GET", "/boards/" + board + "/sprints/" + number, "");
    api.check("GET", "/boards/{id}/sprints/{number}", reply);
    return reply.json();
  }

  private void plan() {
    Reply made = send("POST", "/boards/" + board + "/sprints", "{'goal':'Refunds work'}");
    api.check("POST", "/boards/{id}/sprints", made);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
  }

  private JsonNode start(int number) {
    Reply reply = send("POST", "/boards/" + board + "/sprints/" + number + "/start", "");
    api.check("POST", "/boards/{id}/sprints/{number}/start", reply);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private Reply close(int number, String unfinished) {
    Reply reply =
        send(
            "POST",
            "/boards/" + board + "/sprints/" + number + "/close",
            "{'unfinished':'" + unfinished + "'}");
    api.check("POST", "/boards/{id}/sprints/{number}/close", reply);
    return reply;
  }

  private void plans(String item, String json) {
    Reply reply = send("PATCH", "/boards/" + board + "/items/" + item, json);
    api.check("PATCH", "/boards/{id}/items/{item}", reply);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private static String detail(Reply reply) {
    return reply.json().get("detail").asText();
  }

  @Test
  void moveIsTheButtonOfTheItem() {
    String first = item(",'points':3,'type':'bug','labels':['api'],'epic':'Refunds'");
    String second = item("");
    String third = item("");
    assertThat(column("to_plan")).containsExactly(first, second, third);

    moved(third, "to_plan", "");
    moved(first, "to_plan", second);
    assertThat(column("to_plan")).containsExactly(third, second, first);

    assertThat(detail(move(first, "planned", "")))
        .isEqualTo("Shop board has no sprint for which " + first + " can be planned; add one");
    plan();
    moved(first, "planned", "");
    moved(second, "in_progress", "");
    moved(third, "done", "");
    assertThat(column("planned")).containsExactly(first);
    assertThat(done("GET", "/items/" + second, "").at("/status/id").asText())
        .isEqualTo("in_progress");
    assertThat(done("GET", "/items/" + third, "").get("done_at").isNull()).isFalse();
    assertThat(done("GET", "/items/" + second + "/history", "").toString())
        .contains("\"from\":\"todo\"", "\"to\":\"in_progress\"");

    moved(second, "to_plan", "");
    assertThat(done("GET", "/items/" + second, "").at("/status/id").asText()).isEqualTo("todo");
  }

  @Test
  void fullColumnRefusesOrWarns() {
    String first = item("");
    String second = item("");
    String third = item("");
    moved(first, "in_progress", "");
    moved(second, "in_progress", first);
    Reply refused = move(third, "in_progress", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(detail(refused))
        .isEqualTo(
            third
                + " cannot become in progress: 2 items are, and the limit is 2; finish one of them"
                + " first, or raise the limit");
    assertThat(column("in_progress")).containsExactly(first, second);
    Reply byItself = send("POST", "/items/" + third + "/transitions", "{'to':'in_progress'}");
    assertThat(byItself.status()).isEqualTo(409);
    assertThat(detail(byItself))
        .startsWith("This item cannot become in progress: 2 items are, and the limit is 2");
    // Within the column it is no item more.
    moved(second, "in_progress", "");

    done(
        "PUT",
        "/boards/" + board,
        "{'name':'Shop board','team':'shop','in_progress_limit':2,'over_limit':'warn'}",
        "if-match",
        "\"1\"");
    JsonNode taken = move(third, "in_progress", second).json();
    assertThat(taken.get("is_over_limit").asBoolean()).isTrue();
    assertThat(column("in_progress")).containsExactly(second, third, first);
    assertThat(columns("").at("/columns/2/is_over_limit").asBoolean()).isTrue();
  }

  @Test
  void limitHoldsWhicheverWayAnItemComes() {
    done(
        "PUT",
        "/boards/" + board,
        "{'name':'Shop board','team':'shop','planned_limit':1,'over_limit':'refuse'}",
        "if-match",
        "\"1\"");
    plan();
    String first = item(",'sprint':1");
    String second = item("");
    Reply added =
        send("POST", "/boards/" + board + "/items", "{'title':'One too many','sprint':1}");
    assertThat(added.status()).isEqualTo(409);
    assertThat(detail(added))
        .startsWith("A new item cannot become planned: 1 item is, and the limit is 1");
    Reply planned = send("PATCH", "/boards/" + board + "/items/" + second, "{'sprint':1}");
    assertThat(planned.status()).isEqualTo(409);
    assertThat(detail(planned)).startsWith(second + " cannot become planned");
    plans(first, "{'points':3,'sprint':1}");
    assertThat(column("planned")).containsExactly(first);
    assertThat(column("to_plan")).containsExactly(second);
  }

  @Test
  void filterHidesCardsButNoPlace() {
    String first = item(",'labels':['api']");
    String hidden = item("");
    String last = item(",'labels':['api']");
    JsonNode filtered = columns("?label=api").at("/columns/0");
    assertThat(filtered.get("count").asInt()).isEqualTo(3);
    assertThat(filtered.get("cards")).hasSize(2);

    moved(last, "to_plan", first);
    assertThat(column("to_plan")).containsExactly(first, last, hidden);
    assertThat(columns("?q=" + hidden.toLowerCase(Locale.ROOT)).at("/columns/0/cards")).hasSize(1);
  }

  @Test
  void taskOfAnIncidentKeepsItOnTheBoard() {
    done("POST", "/services", "{'name':'shop','owner_team':'shop'}");
    String incident =
        done("POST", "/incidents", "{'title':'Down','service':'shop','page':false}")
            .get("short_id")
            .asText();
    String task =
        done(
                "POST",
                "/incidents/" + incident + "/items",
                "{'title':'Alert at 80 %','category':'preventive','section':'actions'}")
            .get("key")
            .asText();
    String json = "{'item':'" + task + "','points':2}";
    JsonNode card = done("POST", "/boards/" + board + "/items", json);
    assertThat(card.at("/incident/short_id").asText()).isEqualTo(incident);
    assertThat(card.get("category").asText()).isEqualTo("preventive");
    assertThat(detail(send("POST", "/boards/" + board + "/items", json)))
        .isEqualTo(task + " is on this board already");

    moved(task, "in_progress", "");
    moved(task, "done", "");
    assertThat(
            core.database.query(
                "SELECT message FROM timeline WHERE type = 'TASK' ORDER BY seq DESC LIMIT 1"))
        .containsExactly("Task done: Alert at 80 %");
    Reply removed = send("DELETE", "/boards/" + board + "/items/" + task, "");
    assertThat(removed.status()).isEqualTo(204);
    assertThat(done("GET", "/items/" + task, "").at("/status/id").asText()).isEqualTo("done");
    assertThat(column("done")).isEmpty();
  }

  @Test
  void reportOfAClosedSprintStays() {
    plan();
    String first = item(",'points':5,'sprint':1");
    String second = item(",'points':3,'sprint':1");
    JsonNode started = start(1);
    assertThat(started.at("/report/burndown/committed/points").asInt()).isEqualTo(8);
    // By another door, and from outside the sprint.
    String late = item(",'points':2");
    done("POST", "/items/" + late + "/transitions", "{'to':'in_progress'}");
    done("POST", "/items/" + first + "/transitions", "{'to':'done'}");
    plans(second, "{'points':8}");
    JsonNode burndown = sprint(1).at("/report/burndown");
    assertThat(burndown.at("/added/points").asInt()).isEqualTo(7);
    assertThat(burndown.at("/done/points").asInt()).isEqualTo(5);
    assertThat(burndown.at("/left/points").asInt()).isEqualTo(10);

    JsonNode closed = close(1, "next_sprint").json();
    assertThat(closed.get("state").asText()).isEqualTo("closed");
    assertThat(closed.at("/report/unfinished")).hasSize(2);
    JsonNode next = columns("").get("sprint");
    assertThat(next.get("number").asInt()).isEqualTo(2);
    assertThat(next.get("starts_on").asText()).isEqualTo(closed.get("ends_on").asText());
    assertThat(next.at("/left/items").asInt()).isEqualTo(2);

    Reply file = send("GET", "/boards/" + board + "/sprints/1/report?format=md&language=fr", "");
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.http().body())
        .contains("Shop board", "sprint 1", "Engagé", "2 éléments, 8 points", first, "Non terminé");
    Reply unknown = send("GET", "/boards/" + board + "/sprints/1/report?language=xx", "");
    assertThat(unknown.status()).isEqualTo(400);
    Reply notYet = send("GET", "/boards/" + board + "/sprints/2/report", "");
    assertThat(detail(notYet))
        .isEqualTo("sprint 2 has not begun, so there is no report of it; start it first");

    // Whatever becomes of its items, nothing moves it.
    done("POST", "/items/" + first + "/transitions", "{'to':'todo'}");
    done("POST", "/items/" + late + "/transitions", "{'to':'done'}");
    assertThat(sprint(1).get("report")).isEqualTo(closed.get("report"));
    assertThat(column("to_plan")).as("opened again").containsExactly(first);
    assertThat(detail(close(1, "backlog"))).isEqualTo("sprint 1 is closed already");
    assertThat(detail(send("PATCH", "/boards/" + board + "/items/" + first, "{'sprint':1}")))
        .isEqualTo("sprint 1 is closed, so nothing can be planned for it; name another");
  }

  @Test
  void oneSprintIsActiveAndTheyDoNotOverlap() {
    plan();
    plan();
    start(1);
    Reply second = send("POST", "/boards/" + board + "/sprints/2/start", "");
    assertThat(detail(second)).isEqualTo("sprint 1 is active; close it first");
    LocalDate today = LocalDate.ofInstant(core.now(), ZoneOffset.UTC);
    Reply overlapping =
        send(
            "PATCH",
            "/boards/" + board + "/sprints/2",
            "{'starts_on':'" + today.plusDays(3) + "'}",
            "if-match",
            "\"1\"");
    api.check("PATCH", "/boards/{id}/sprints/{number}", overlapping);
    assertThat(overlapping.status()).isEqualTo(422);
    assertThat(detail(overlapping)).contains("sprint 1 ends on").contains("begin then, or later");
    Reply begun =
        send("PATCH", "/boards/" + board + "/sprints/1", "{'weeks':3}", "if-match", "\"2\"");
    assertThat(detail(begun))
        .isEqualTo("sprint 1 has begun, so its days stay; change its name or its goal");
    assertThat(send("DELETE", "/boards/" + board + "/sprints/1", "").status()).isEqualTo(409);
    item(",'sprint':2");
    assertThat(send("DELETE", "/boards/" + board + "/sprints/2", "").status()).isEqualTo(204);
    assertThat(column("to_plan")).hasSize(1);
    close(1, "backlog");
    Reply listed = send("GET", "/boards/" + board + "/sprints", "");
    api.check("GET", "/boards/{id}/sprints", listed);
    assertThat(listed.json().get("items")).hasSize(1);
  }

  @Test
  void velocityIsKnownAfterThreeSprints() {
    for (int number = 1; number <= 4; number++) {
      plan();
      String done = item(",'points':" + number + ",'sprint':" + number);
      start(number);
      moved(done, "done", "");
      close(number, "backlog");
    }
    assertThat(sprint(3).get("velocity").isNull()).isTrue();
    assertThat(sprint(4).at("/velocity/median").asDouble()).isEqualTo(2);
    assertThat(sprint(4).at("/velocity/sprints").asInt()).isEqualTo(3);
  }

  private void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        "UPDATE timer SET due_at = now(), try_at = now() WHERE kind = 'sprint-ahead' AND due_at <= '%s'"
            .formatted(core.now()));
    core.nudge();
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                "SELECT count(*) FROM timer WHERE kind = 'sprint-ahead' AND try_at <= now()"),
        left -> left == 0);
  }

  /** G167: one is planned ahead, and a team that stopped gets no more of them. */
  @Test
  void sprintsArePlannedAheadWhileTheyHaveItems() {
    done(
        "PUT",
        "/boards/" + board,
        "{'name':'Shop board','team':'shop','plans_ahead':true,'sprint_weeks':1}",
        "if-match",
        "\"1\"");
    plan();
    passes(Duration.ZERO);
    assertThat(core.database.count("SELECT count(*) FROM sprint")).isEqualTo(1);
    item(",'sprint':1");
    passes(Duration.ofDays(1));
    assertThat(core.database.count("SELECT count(*) FROM sprint")).isEqualTo(2);
    for (int day = 0; day < 60; day++) {
      passes(Duration.ofDays(1));
    }
    assertThat(core.database.count("SELECT count(*) FROM sprint")).isEqualTo(2);
    assertThat(
            core.database.query(
                "SELECT b.starts_on - (a.starts_on + 7) FROM sprint a, sprint b WHERE a.number = 1"
                    + " AND b.number = 2"))
        .containsExactly("0");
  }

  @Test
  void ranksThatGrewTooLongAreWrittenAnew() {
    String first = item("");
    String second = item("");
    String third = item("");
    core.database.execute(
        """
        UPDATE board_item SET rank = repeat('a', 31) || CASE item_id WHEN '%s' THEN 'b' WHEN '%s' THEN 'c' ELSE 'd' END\
        """
            .formatted(id(first), id(second)));
    moved(third, "to_plan", first);
    assertThat(column("to_plan")).containsExactly(first, third, second);
    assertThat(core.database.count("SELECT max(length(rank)) FROM board_item")).isLessThan(10);
  }

  private UUID id(String key) {
    return UUID.fromString(done("GET", "/items/" + key, "").get("id").asText());
  }

  @Test
  void whoMayNotMovesNothing() {
    String first = item("");
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', '%s', 'eve', 'eve@example.org', 'viewer')"
            .formatted(core.tenant, UUID.randomUUID()));
    String eve = core.logIn("eve");
    String own = item(",'owner':'eve'");
    String path = "/api/v1/boards/" + board + "/moves";
    String body = "{\"item\":\"%s\",\"column\":\"in_progress\"}";
    assertThat(core.send(eve, "POST", path, body.formatted(first)).status()).isEqualTo(403);
    Reply allowed = core.send(eve, "POST", path, body.formatted(own));
    assertThat(allowed.status()).as(allowed.http().body()).isEqualTo(200);
    assertThat(column("in_progress")).containsExactly(own);
    // A team that has a board keeps it, and has no second one.
    assertThat(detail(send("POST", "/boards", "{'name':'Other','team':'shop'}")))
        .isEqualTo("this team has a board already; use that one");
    assertThat(detail(send("DELETE", "/teams/shop", "")))
        .isEqualTo("the team has a board; give it another team first, or delete it");
    assertThat(send("DELETE", "/boards/" + board, "").status()).isEqualTo(204);
    assertThat(done("GET", "/items/" + first, "").get("key").asText()).isEqualTo(first);
  }
}
