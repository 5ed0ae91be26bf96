package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ONC-05: a temporary replacement of one's own shifts wins over the rotation, and is audited. */
class CoverIT {

  private static final String COVERS = "/schedules/{schedule}/covers";

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @BeforeEach
  void furnish() {
    scene.daily("alice", "bob", "carol");
    scene.moveTo(0.5);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Reply as(String user, String method, String path, @Nullable String json) {
    return scene.core.send(scene.tokenOf(user), method, path, json);
  }

  private Reply cover(String user, String by, double until, String more) {
    return as(
        user,
        "POST",
        "/api/v1/schedules/Primary/covers",
        "{\"user\":\"%s\",\"until\":\"%s\"%s}".formatted(by, scene.day(until), more));
  }

  private String from(double day) {
    return ",\"from\":\"" + scene.day(day) + "\"";
  }

  @Test
  void ownShiftsAreListedWithTheOneThatRuns() {
    Reply read =
        scene.api.check("GET", "/me/shifts", as("alice", "GET", "/api/v1/me/shifts", null));
    List<String> shifts = new ArrayList<>();
    read.json()
        .get("items")
        .forEach(
            one -> shifts.add(one.get("schedule_name").asText() + " " + one.get("from").asText()));
    assertThat(shifts.subList(0, 3))
        .containsExactly(
            "Primary " + scene.day(0), "Primary " + scene.day(3), "Primary " + scene.day(6));
    assertThat(shifts).hasSize(11);
    Reply soon = as("alice", "GET", "/api/v1/me/shifts?until=" + scene.day(3.5), null);
    assertThat(soon.json().get("items")).hasSize(2);
    assertThat(soon.json().at("/items/1/until").asText()).isEqualTo(scene.day(3.5).toString());
    assertProblem(as("alice", "GET", "/api/v1/me/shifts?until=" + scene.day(33), null), 400);
    assertProblem(as("alice", "GET", "/api/v1/me/shifts?until=" + scene.day(0), null), 400);
  }

  @Test
  void anotherTakesAPartOfTheShiftAtOnceAndIsNotified() {
    Reply made = cover("alice", "carol", 0.75, ",\"note\":\"Dentist\"");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    scene.api.check("POST", COVERS, made);
    assertThat(scene.called(0.6)).isEqualTo("carol");
    assertThat(scene.called(0.8)).isEqualTo("alice");
    JsonNode override = made.json().at("/items/0");
    assertThat(override.at("/instead_of/username").asText()).isEqualTo("alice");
    assertThat(override.get("made_by").asText()).startsWith("alice");
    assertThat(
            scene.core.database.query(
                "SELECT address || ': ' || (payload #>> '{incident,title}') FROM imas.delivery"
                    + " WHERE about_kind = 'schedule' AND channel <> 'console'"))
        .containsExactly("carol@example.org: You cover a shift for alice: Primary");
    assertThat(scene.core.get("/api/v1/audit?limit=50").http().body())
        .contains("\"override.create\"");
  }

  /** Only the caller's turns pass on, however long the time is. */
  @Test
  void theShiftsOfOthersInThatTimeStayTheirs() {
    cover("alice", "carol", 5, from(1));
    assertThat(scene.order(1, 5)).isEqualTo("bob carol carol bob");
  }

  @Test
  void whoIsReplacedTakesOverAgain() {
    String id = cover("alice", "carol", 1, "").json().at("/items/0/id").asText();
    String path = "/api/v1/schedules/Primary/covers/" + id;
    assertProblem(as("bob", "DELETE", path, null), 403);
    assertThat(scene.called(0.6)).isEqualTo("carol");
    Reply ended = as("alice", "DELETE", path, null);
    assertThat(ended.status()).isEqualTo(204);
    assertThat(scene.called(0.6)).isEqualTo("alice");
    scene.moveTo(2);
    assertProblem(as("alice", "DELETE", path, null), 409);
  }

  @Test
  void whoCannotBeCalledCoversWithAWarning() {
    scene.core.database.execute(
        "UPDATE user_contact SET verified_at = NULL WHERE address = 'carol@example.org'");
    Reply made = cover("alice", "carol", 1, "");
    scene.api.check("POST", COVERS, made);
    assertThat(made.json().at("/warnings/0/pointer").asText()).isEqualTo("/user");
    assertThat(made.json().at("/warnings/0").toString()).contains("carol");
  }

  @Test
  void whatIsNobodysShiftIsRefusedWithTheField() {
    for (Reply refused :
        List.of(
            cover("alice", "carol", 2.5, from(1.5)), // Bob's and Carol's
            cover("alice", "alice", 1, ""),
            cover("alice", "nobody", 1, ""),
            cover("alice", "carol", 0.25, ""),
            cover("alice", "carol", 1, from(0.25)),
            cover("alice", "carol", 40, ""),
            as("alice", "POST", "/api/v1/schedules/Primary/covers", "{\"user\":\"carol\"}"))) {
      assertProblem(refused, 422);
      assertThat(refused.json().get("pointer").asText()).isIn("/user", "/from", "/until");
    }
    Reply program =
        scene.core.post(
            "/api/v1/schedules/Primary/covers",
            "{\"user\":\"carol\",\"until\":\"%s\"}".formatted(scene.day(1)));
    assertProblem(program, 409);
  }
}
