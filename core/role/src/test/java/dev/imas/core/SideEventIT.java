package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What was posted and is no alert, as people read it. */
class SideEventIT {

  private static final RunningCore core = RunningCore.start();
  private static final CheckedApi api = new CheckedApi(core);

  @AfterAll
  static void stop() {
    core.close();
  }

  /**
   * @param ago how long before now it happened, as PostgreSQL writes it
   */
  private static void posted(int kind, String title, String labels, String ago) {
    core.database.execute(
        """
        INSERT INTO side_event (tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, action, fingerprint,
                                dialect, title, author, note, link, labels)
        VALUES ('%s', uuidv7(), '%s', uuidv7(), now(), now() - interval '%s', 1, %d, %s, %s, 'custom', '%s', 'ann', '', '', '%s')\
        """
            .formatted(
                core.tenant,
                core.source,
                ago,
                kind,
                kind == 3 ? "1" : "NULL",
                kind == 3 ? "uuidv7()" : "NULL",
                title,
                labels));
  }

  private static List<String> titles(String query) {
    Reply reply = api.check("GET", "/received-events", core.get("/api/v1/received-events" + query));
    assertThat(reply.status()).as("%s", reply.http().body()).isEqualTo(200);
    return titles(reply.json().get("items"));
  }

  private static List<String> titles(JsonNode items) {
    List<String> titles = new ArrayList<>();
    items.forEach(item -> titles.add(item.get("title").textValue()));
    return titles;
  }

  @Test
  void listShowsTheNewestFirstOfAKindASourceAndAService() {
    UUID service = core.service("listed");
    posted(1, "a test", "{}", "0");
    posted(2, "deploy", "{\"app\":\"Listed\"}", "0");
    posted(2, "elsewhere", "{\"app\":\"unlisted\",\"team\":\"listed\"}", "0");
    posted(3, "acknowledge", "{}", "0");

    assertThat(titles("?kind=action")).containsExactly("acknowledge");
    assertThat(titles("?kind=dropped")).contains("a test").doesNotContain("deploy", "acknowledge");
    assertThat(titles("?service=" + service)).containsExactly("deploy");
    assertThat(titles("?service=nobody")).isEmpty();
    assertThat(titles("?source=" + core.source)).startsWith("acknowledge", "elsewhere");
    assertThat(titles("?source=nobody")).isEmpty();
    assertThat(titles("?to=2020-01-01T00:00:00Z")).isEmpty();
    JsonNode first = core.get("/api/v1/received-events?limit=1").json();
    assertThat(titles("?limit=1&cursor=" + first.get("next").textValue()))
        .containsExactly("elsewhere");
    assertProblem(core.get("/api/v1/received-events?kind=opened"), 400);
    assertProblem(core.get("/api/v1/received-events?kind=change&kind=action"), 400);
  }

  @Test
  void incidentShowsTheChangesOfItsServiceInTheDayBeforeIt() {
    UUID service = core.service("changed");
    core.service("unchanged");
    posted(2, "too old", "{\"service\":\"changed\"}", "25 hours");
    posted(2, "the day before", "{\"service\":\"changed\"}", "23 hours");
    posted(2, "just before", "{\"job\":\"CHANGED\"}", "1 minute");
    posted(2, "by its id", "{\"component\":\"" + service + "\"}", "2 minutes");
    posted(2, "of another", "{\"service\":\"unchanged\"}", "1 minute");
    posted(1, "no change", "{\"service\":\"changed\"}", "1 minute");
    Reply opened = api.post("/incidents", "{\"title\":\"x\",\"service\":\"" + service + "\"}");
    String id = opened.json().get("id").textValue();

    Reply changes =
        api.check(
            "GET", "/incidents/{id}/changes", core.get("/api/v1/incidents/" + id + "/changes"));

    assertThat(titles(changes.json().get("changes")))
        .containsExactly("just before", "by its id", "the day before");
    assertProblem(core.get("/api/v1/incidents/INC-NONE0/changes"), 404);
  }
}
