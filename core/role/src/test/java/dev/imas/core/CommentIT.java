package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INC-15, C63, C64: comments that people edit, pin and delete, with mentions and reactions. */
class CommentIT {

  private final RunningCore core = RunningCore.start();
  private String incident = "";
  private String ann = "";
  private String bob = "";

  @BeforeEach
  void prepare() {
    String team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}");
    incident =
        made(
            "/api/v1/incidents",
            "{\"title\":\"The shop is"
                + " down\",\"severity\":\"SEV3\",\"service\":\"shop\",\"page\":false}");
    ann = person("ann");
    bob = person("bob");
  }

  @AfterEach
  void close() {
    core.close();
  }

  private String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  /** A responder, with a token of their own. */
  private String person(String name) {
    UUID id = UUID.randomUUID();
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', '%s', '%s', '%s@example.org', 'responder')"
            .formatted(core.tenant, id, name, name));
    return core.ownToken(name, name, "responder");
  }

  private String path(String comment) {
    return "/api/v1/incidents/" + incident + "/comments" + (comment.isEmpty() ? "" : "/" + comment);
  }

  private String says(String token, String text) {
    Reply reply = core.send(token, "POST", path(""), "{\"message\":\"" + text + "\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    assertThat(reply.json().get("message").asText()).isEqualTo(text);
    return reply.json().at("/comment/id").asText();
  }

  private Reply edits(String token, String comment, int version, String text) {
    return core.send(
        token,
        "PATCH",
        path(comment),
        "{\"message\":\"" + text + "\"}",
        "if-match",
        "\"" + version + "\"");
  }

  private JsonNode comments() {
    return core.get(path("")).json();
  }

  private List<String> timeline() {
    return core.get("/api/v1/incidents/" + incident + "/timeline")
        .json()
        .get("items")
        .findValuesAsText("message");
  }

  private List<String> mentioned() {
    return core.database.query(
        "SELECT address FROM delivery WHERE event = 'notice.mention' ORDER BY created_at, address");
  }

  private long found(String words) {
    core.sweep("search-text");
    return core.get("/api/v1/search?kind=TIMELINE&q=" + words).json().at("/kinds/0/items").size();
  }

  @Test
  void authorEditsAndWhatWasSaidBeforeStaysReadable() {
    String id = says(ann, "the vendor was caled");
    Reply edited = edits(ann, id, 1, "the vendor was called");
    assertThat(edited.status()).as(edited.http().body()).isEqualTo(200);
    assertThat(edited.json().get("version").asInt()).isEqualTo(2);
    assertThat(edited.json().get("edited_at").isNull()).isFalse();
    assertThat(edits(ann, id, 1, "too late").status()).as("somebody else's version").isEqualTo(412);
    assertThat(edits(bob, id, 2, "I said so").status()).as("another author").isEqualTo(409);
    assertThat(edits(core.token, id, 2, "an administrator").status()).isEqualTo(409);
    assertThat(timeline())
        .contains("the vendor was called", "Edited a comment")
        .doesNotContain("the vendor was caled");
    JsonNode versions = core.get(path(id) + "/versions").json().get("items");
    assertThat(versions.findValuesAsText("message"))
        .containsExactly("the vendor was caled", "the vendor was called");
    assertThat(found("called")).isEqualTo(1);
    assertThat(found("caled")).isZero();
  }

  @Test
  void deletedTextIsGoneEverywhereAndTheFactStays() {
    String id = says(ann, "my password is tulip");
    edits(ann, id, 1, "my password was tulip");
    assertThat(found("tulip")).isEqualTo(1);
    assertThat(core.send(bob, "DELETE", path(id), null).status()).isEqualTo(409);
    assertThat(core.send(core.token, "DELETE", path(id), null).status())
        .as("comment.manage")
        .isEqualTo(204);
    assertThat(found("tulip")).as("its words are forgotten").isZero();
    JsonNode left = comments().at("/items/0");
    assertThat(left.get("message").asText()).isEmpty();
    assertThat(left.get("deleted_at").isNull()).isFalse();
    assertThat(left.get("author").asText()).isEqualTo("ann (ann)");
    JsonNode versions = core.get(path(id) + "/versions").json().get("items");
    assertThat(versions.findValuesAsText("message")).containsExactly("", "");
    assertThat(versions.findValuesAsText("sha256")).doesNotContain("");
    assertThat(timeline()).contains("Deleted a comment of ann (ann)");
    for (String table : List.of("timeline", "comment", "comment_version")) {
      assertThat(
              core.database.count(
                  "SELECT count(*) FROM " + table + " AS t WHERE t::text LIKE '%tulip%'"))
          .as(table)
          .isZero();
    }
    assertThat(edits(ann, id, 2, "again").status()).isEqualTo(409);
  }

  @Test
  void pinnedCommentsComeFirstAndThereAreTenAtMost() {
    for (int i = 0; i < 11; i++) {
      String id = says(ann, "note " + i);
      Reply pinned = core.send(bob, "PUT", path(id) + "/pin", null);
      assertThat(pinned.status()).isEqualTo(i < 10 ? 200 : 409);
    }
    JsonNode page = core.get(path("") + "?limit=3").json();
    assertThat(page.get("pinned")).hasSize(10);
    assertThat(page.get("items")).hasSize(3);
    String first = page.at("/pinned/0/id").asText();
    assertThat(core.send(ann, "DELETE", path(first) + "/pin", null).status()).isEqualTo(200);
    assertThat(comments().get("pinned")).hasSize(9);
    JsonNode second = core.get(path("") + "?limit=3&cursor=" + page.get("next").asText()).json();
    assertThat(second.at("/items/0/message").asText()).isEqualTo("note 3");
    assertThat(second.has("pinned")).isFalse();
  }

  @Test
  void reactionsAreOfPeopleAndCountOnce() {
    String id = says(ann, "fixed?");
    for (String token : List.of(ann, bob, bob)) {
      assertThat(core.send(token, "PUT", path(id) + "/reactions/eyes", null).status())
          .isEqualTo(200);
    }
    JsonNode reactions = comments().at("/items/0/reactions");
    assertThat(reactions).hasSize(1);
    assertThat(reactions.at("/0/count").asInt()).isEqualTo(2);
    assertThat(reactions.at("/0/by").toString()).isEqualTo("[\"ann\",\"bob\"]");
    assertThat(core.send(ann, "DELETE", path(id) + "/reactions/eyes", null).status())
        .isEqualTo(200);
    assertThat(comments().at("/items/0/reactions/0/by").toString()).isEqualTo("[\"bob\"]");
    assertThat(core.send(ann, "PUT", path(id) + "/reactions/poo", null).status()).isEqualTo(404);
    assertThat(core.send(core.token, "PUT", path(id) + "/reactions/eyes", null).status())
        .as("a token of no user")
        .isEqualTo(409);
    assertThat(timeline()).as("no entry").hasSize(2);
  }

  @Test
  void whoeverIsNamedIsToldOnceAndNotTheAuthor() {
    String id = says(ann, "@bob and @ann and @nobody: look, `@carl`");
    assertThat(mentioned()).containsExactly("bob@example.org");
    assertThat(
            core.database.query(
                "SELECT payload::text FROM delivery WHERE event = 'notice.mention'"))
        .singleElement()
        .asString()
        .contains("ann (ann) mentioned you in a comment on INC-", "The shop is down")
        .doesNotContain("look");
    person("carl");
    edits(ann, id, 1, "@bob and @carl: look");
    assertThat(mentioned())
        .as("the new one alone")
        .containsExactly("bob@example.org", "carl@example.org");
    assertThat(comments().at("/items/0/mentions").findValuesAsText("name"))
        .containsExactly("bob", "carl");
  }

  @Test
  void whoeverIsOnCallIsToldAndStaysNamedAfterTheShift() {
    String team = core.get("/api/v1/services/shop").json().at("/owner_team/id").asText();
    String since =
        core.now().truncatedTo(ChronoUnit.MINUTES).minus(28, ChronoUnit.MINUTES).toString();
    made(
        "/api/v1/schedules",
        """
        {"name": "Nights", "team": "%s", "time_zone": "UTC",
         "layers": [{"name": "all", "start": "%s", "every": "PT1H", "slots": [["bob"],["ann"]]}]}\
        """
            .formatted(team, since.substring(0, "2026-01-01T00:00".length())));
    says(ann, "@oncall:nights and @oncall:nowhere: look");
    assertThat(mentioned()).containsExactly("bob@example.org");
    core.clock.move(Duration.ofHours(1));
    assertThat(comments().at("/items/0/mentions").findValuesAsText("name"))
        .as("whose shift is over by now")
        .containsExactly("bob");
    says(bob, "@oncall:nights it is yours");
    assertThat(mentioned()).containsExactly("bob@example.org", "ann@example.org");
  }

  @Test
  void answersAreAsDocumented() {
    CheckedApi api = new CheckedApi(core);
    String id = says(ann, "@bob please");
    core.send(bob, "PUT", path(id) + "/reactions/done", null);
    String comments = "/incidents/{id}/comments";
    api.check("GET", comments, core.get(path("")));
    api.check("GET", comments + "/{comment}", core.get(path(id)));
    api.check("PATCH", comments + "/{comment}", edits(ann, id, 1, "thanks"));
    api.check("GET", comments + "/{comment}/versions", core.get(path(id) + "/versions"));
    api.check(
        "GET", "/incidents/{id}/timeline", core.get("/api/v1/incidents/" + incident + "/timeline"));
    assertThat(core.get(path(UUID.randomUUID().toString())).status()).isEqualTo(404);
    assertThat(core.send(ann, "PATCH", path(id), "{\"message\":\"x\"}").status()).isEqualTo(428);
    assertThat(edits(ann, id, 2, "").status()).isEqualTo(422);
  }
}
