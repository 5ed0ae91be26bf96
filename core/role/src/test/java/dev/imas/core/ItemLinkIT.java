package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** C62: a task is exported once; then the tracker has its title, and both know its state. */
class ItemLinkIT {

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private final ApiDocument document = new ApiDocument();
  private String incident = "";
  private String task = "";

  @BeforeEach
  void prepare() {
    String team = done("POST", "/teams", "{'name':'Shop'}").get("id").asText();
    done("POST", "/services", "{'name':'shop','owner_team':'" + team + "'}");
    incident =
        done("POST", "/incidents", "{'title':'The shop is down','service':'shop','page':false}")
            .get("id")
            .asText();
    task =
        done("POST", "/incidents/" + incident + "/items", "{'title':'Rotate the keys'}")
            .get("key")
            .asText();
    // The kinds of trackers are the notifier's, which is not here.
    core.database.execute(
        """
        INSERT INTO imas.provider (tenant_id, id, name, type, channel, config, priority, concurrency)
        VALUES ('%s', gen_random_uuid(), 'github', 'github_issues', 'tracker', '{"repository":"example/shop"}', 1, 4)
        """
            .formatted(core.tenant));
    done(
        "POST",
        "/providers",
        "{'name':'push','type':'ntfy','config':{'server_url':'https://ntfy.example','default_topic':'ops'}}");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private Reply send(String method, String path, String json) {
    return core.send(
        core.token, method, "/api/v1" + path, json.isEmpty() ? null : json.replace('\'', '"'));
  }

  private JsonNode done(String method, String path, String json) {
    Reply reply = send(method, path, json);
    assertThat(reply.status()).as(reply.http().body()).isIn(200, 201);
    return reply.json();
  }

  private Reply export(String provider) {
    Reply reply = send("POST", "/items/" + task + "/tracker", "{'provider':'" + provider + "'}");
    document.check("POST", "/items/{id}/tracker", reply);
    return reply;
  }

  private JsonNode item() {
    return done("GET", "/items/" + task, "");
  }

  /** What the notifier does: it claims what is due, and says how it ended. */
  private String works(String end, String issue, String error) {
    core.database.execute("UPDATE imas.item_link SET next_attempt_at = now()");
    List<String> claimed =
        core.database.query(
            "SELECT kind || ' ' || attempts || ' ' || item_id || ' ' || tenant_id FROM"
                + " imas.claim_item_links(10, interval '2 minutes')");
    assertThat(claimed).hasSize(1);
    String[] parts = claimed.getFirst().split(" ");
    assertThat(
            core.database.query(
                "SELECT imas.end_item_link('%s', '%s', %s, '%s', '%s', interval '0', '%s', %s)::text"
                    .formatted(
                        parts[3],
                        parts[2],
                        parts[1],
                        parts[0],
                        end,
                        issue.replace('\'', '"'),
                        error.isEmpty() ? "NULL" : "'" + error + "'")))
        .containsExactly("true");
    return parts[0] + " " + parts[1];
  }

  private static String issue(String title, boolean isOpen) {
    return "{'id':'12','key':'example/shop#12','url':'https://github.example/12','title':'%s','open':%s,'state':'%s'}"
        .formatted(title, isOpen, isOpen ? "open" : "closed");
  }

  private void awaitItem(String pointer, String value) {
    Await.until(
        pointer + " to be " + value, this::item, one -> one.at(pointer).asText().equals(value));
  }

  @Test
  void whatTheTrackerSaysIsFollowedAndWhatPeopleDoIsTold() {
    assertThat(export("github").json().at("/tracker/state").asText()).isEqualTo("creating");
    assertThat(export("github").json().get("detail").asText())
        .isEqualTo("TASK-1 is being exported already");
    assertThat(works("done", issue("Rotate the keys", true), "")).isEqualTo("create 1");
    awaitItem("/tracker/key", "example/shop#12");
    assertThat(export("github").json().get("detail").asText())
        .isEqualTo("TASK-1 is example/shop#12 already; unlink it first");

    // The tracker has the title.
    Reply renamed =
        core.send(
            core.token,
            "PATCH",
            "/api/v1/items/" + task,
            "{\"title\":\"Other\"}",
            "If-Match",
            "\"" + item().get("version").asInt() + "\"");
    assertThat(renamed.status()).isEqualTo(409);
    assertThat(renamed.json().get("detail").asText())
        .isEqualTo("TASK-1 was exported to example/shop#12; change its title there");
    works("done", issue("Rotate all keys", true), "");
    awaitItem("/title", "Rotate all keys");

    // Somebody closes it there.
    works("done", issue("Rotate all keys", false), "");
    awaitItem("/status/category", "done");
    assertThat(done("GET", "/incidents/" + incident + "/timeline?limit=50", "").toString())
        .contains("Task done: Rotate all keys")
        .contains("example/shop#12");

    // And somebody opens it again here: the tracker is told before it is asked.
    done("POST", "/items/" + task + "/transitions", "{'to':'open'}");
    assertThat(works("done", issue("Rotate all keys", true), "")).isEqualTo("open 1");
    assertThat(item().at("/status/id").asText()).isEqualTo("open");
    assertThat(works("done", issue("Rotate all keys", true), "")).isEqualTo("read 1");

    done("DELETE", "/items/" + task + "/tracker", "");
    assertThat(item().get("tracker").isNull()).isTrue();
    assertThat(send("DELETE", "/items/" + task + "/tracker", "").status()).isEqualTo(409);
    assertThat(done("GET", "/items/" + task + "/history", "").get("items"))
        .extracting(one -> one.get("name").asText() + " " + one.get("author").asText())
        .contains("title example/shop#12", "status example/shop#12");
  }

  /** What was given up may have been made all the same, so the next attempt is no first one. */
  @Test
  void whatFailedSaysWhyAndIsTriedAgainByTheSameMark() {
    export("github");
    works("dead", "{}", "HTTP 422: Issues are off");
    awaitItem("/tracker/state", "failed");
    assertThat(item().at("/tracker/error").asText()).isEqualTo("HTTP 422: Issues are off");
    assertThat(export("github").status()).isEqualTo(200);
    assertThat(works("done", issue("Rotate the keys", true), "")).isEqualTo("create 2");
    works("dead", "{'gone':true}", "HTTP 404");
    awaitItem("/tracker/state", "gone");
    assertThat(item().at("/status/category").asText()).isEqualTo("todo");
    assertThat(export("github").status()).isEqualTo(200);
    assertThat(works("done", issue("Rotate the keys", true), "")).isEqualTo("create 1");
  }

  /** A token that was revoked fails every hour, and the history does not grow by that. */
  @Test
  void whatIsSaidAgainAndAgainIsFollowedOnce() {
    export("github");
    works("done", issue("Rotate the keys", true), "");
    awaitItem("/tracker/state", "linked");
    for (int i = 0; i < 3; i++) {
      works("dead", "{}", "HTTP 401: Bad credentials");
    }
    awaitItem("/tracker/error", "HTTP 401: Bad credentials");
    assertThat(item().at("/tracker/state").asText()).isEqualTo("linked");
    Await.until(
        "the timers",
        () -> core.database.count("SELECT count(*) FROM imas.timer WHERE kind = 'item-link'"),
        left -> left == 0);
    assertThat(done("GET", "/items/" + task + "/history", "").get("items"))
        .filteredOn(one -> one.path("reason").asText().startsWith("HTTP 401"))
        .hasSize(1);
  }

  @Test
  void otherProvidersTakeNoTasks() {
    assertThat(export("push").json().get("detail").asText())
        .isEqualTo("/provider: there is no tracker 'push'; create a provider of channel tracker");
  }
}
