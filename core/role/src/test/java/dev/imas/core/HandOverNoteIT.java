package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What who goes off call tells who comes on. */
class HandOverNoteIT {

  private static final String NOTES = "/schedules/{schedule}/hand-over-notes";

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @BeforeEach
  void furnish() {
    scene.daily("alice", "bob");
    scene.moveTo(0.75);
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  private Reply write(String user, String note) {
    return scene.core.send(
        scene.tokenOf(user),
        "POST",
        "/api/v1/schedules/Primary/hand-over-notes",
        "{\"note\":\"" + note + "\"}");
  }

  private String shown(double at) {
    JsonNode notes = scene.onCall(at).path("notes");
    return notes.isMissingNode() ? "" : ScheduleScene.users(notes, "/note");
  }

  private List<String> told() {
    return scene.core.database.query(
        "SELECT address || ': ' || (payload #>> '{incident,title}') FROM imas.delivery"
            + " WHERE about_kind = 'schedule' AND payload #>> '{incident,title}' LIKE 'Handover%'"
            + " ORDER BY address");
  }

  @Test
  void whoComesOnIsToldAtTheHandOverAndSeesItWithTheShift() {
    Reply made = write("alice", "disk fills");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    scene.api.check("POST", NOTES, made);
    assertThat(made.json().get("hand_over").asText()).isEqualTo(scene.day(1).toString());
    assertThat(shown(0.75)).as("it is for the next").isEmpty();
    scene.run("hand-over-notes");
    assertThat(told()).as("not before").isEmpty();
    scene.moveTo(1.01);
    assertThat(shown(1.01)).isEqualTo("disk fills");
    assertThat(scene.onCall(1.01).at("/notes/0/user/username").asText()).isEqualTo("alice");
    assertThat(scene.run("hand-over-notes")).isEqualTo("1 notified of notes");
    assertThat(told()).containsExactly("bob@example.org: Handover note from alice: Primary");
    assertThat(scene.run("hand-over-notes")).as("once").isEqualTo("0 notified of notes");
    assertThat(shown(2.5)).as("not for the one after").isEmpty();
    Reply all = scene.core.get("/api/v1/schedules/Primary/hand-over-notes");
    assertThat(scene.api.check("GET", NOTES, all).json().get("items")).hasSize(1);
  }

  @Test
  void aNoteMayBeWrittenSoonAfterwards() {
    scene.moveTo(1.1);
    Reply made = write("alice", "forgot to say");
    assertThat(made.json().get("hand_over").asText()).isEqualTo(scene.day(1).toString());
    scene.run("hand-over-notes");
    assertThat(told()).hasSize(1);
    assertThat(shown(1.1)).isEqualTo("forgot to say");
  }

  /** An override that begins before the hand-over takes the rest of the shift, and not the note. */
  @Test
  void anOverrideMovesTheHandOverAndNotTheNote() {
    write("alice", "disk fills");
    scene.core.post(
        "/api/v1/schedules/Primary/overrides",
        "{\"from\":\"%s\",\"until\":\"%s\",\"user\":\"carol\"}"
            .formatted(scene.day(0.9), scene.day(1)));
    assertThat(shown(0.95)).isEmpty();
    assertThat(shown(1.01)).isEqualTo("disk fills");
  }

  @Test
  void onlyWhoIsOrWasOnCallWritesOne() {
    assertProblem(write("carol", "hello"), 409);
    assertProblem(
        scene.core.post("/api/v1/schedules/Primary/hand-over-notes", "{\"note\":\"hello\"}"), 409);
    assertProblem(write("alice", ""), 422);
  }

  /** The text goes with its shift, and the audit stays. */
  @Test
  void theAuditKeepsThatItWasWrittenAndNotWhat() {
    write("alice", "disk fills");
    String audit = scene.core.get("/api/v1/audit?limit=50").http().body();
    assertThat(audit).contains("\"hand_over_note.create\"").doesNotContain("disk fills");
  }
}
