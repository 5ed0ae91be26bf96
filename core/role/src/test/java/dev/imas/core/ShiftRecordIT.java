package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ONC-04, ONC-06: who was on call is written down at hand-overs, and the past is read there. */
class ShiftRecordIT {

  private final ScheduleScene scene = new ScheduleScene("alice", "bob", "carol");

  @AfterEach
  void stop() {
    scene.close();
  }

  private long written() {
    return scene.core.database.count("SELECT count(*) FROM imas.shift_done");
  }

  /** As if other zone data, or another version, calculated otherwise. */
  private void calculateOtherwise() {
    scene.core.database.execute(
        "UPDATE imas.schedule_version SET layers = replace(replace(layers::text, '%s', '%s'), '%s', '%s')::jsonb"
            .formatted(
                scene.user("alice"), scene.user("carol"), scene.user("bob"), scene.user("carol")));
  }

  @Test
  void thePastIsWhatWasWrittenDownWhateverIsCalculatedLater() {
    scene.daily("alice", "bob");
    scene.moveTo(2.5);
    assertThat(scene.run("shifts-done")).isEqualTo("2 shifts written down");
    calculateOtherwise();
    assertThat(scene.order(0, 4)).isEqualTo("alice bob carol carol");
    assertThat(scene.called(0.5)).isEqualTo("alice");
    assertThat(scene.called(1.5)).isEqualTo("bob");
    assertThat(scene.called(2.5)).isEqualTo("carol");
    assertThat(scene.onCall(1.5).at("/shifts/0/because").asText()).isEqualTo("turn");
  }

  @Test
  void writingItAgainWritesNothingMore() {
    scene.daily("alice", "bob");
    scene.moveTo(2.5);
    scene.run("shifts-done");
    assertThat(scene.run("shifts-done")).isEqualTo("0 shifts written down");
    assertThat(written()).isEqualTo(2);
  }

  @Test
  void theTimeInWhichNobodyWroteIsMadeUpFor() {
    scene.daily("alice", "bob");
    scene.moveTo(100.5);
    scene.run("shifts-done");
    assertThat(written()).isEqualTo(100);
    calculateOtherwise();
    assertThat(scene.order(60, 64)).isEqualTo("alice bob alice bob");
  }

  @Test
  void coversAndOverridesAreWrittenWithTheirReason() {
    scene.daily("alice", "bob");
    scene.core.post(
        "/api/v1/schedules/Primary/overrides",
        "{\"until\":\"%s\",\"user\":\"carol\"}".formatted(scene.day(0.5)));
    scene.core.post(
        "/api/v1/absences",
        "{\"user\":\"bob\",\"from\":\"%s\",\"until\":\"%s\"}"
            .formatted(scene.day(1.2), scene.day(1.3)));
    scene.moveTo(3.5);
    scene.run("shifts-done");
    calculateOtherwise();
    assertThat(scene.order(0, 3)).isEqualTo("carol alice alice bob");
    assertThat(scene.onCall(0.2).at("/shifts/0/because").asText()).isEqualTo("override");
    assertThat(scene.onCall(1.5).at("/shifts/0/because").asText()).isEqualTo("cover");
    assertThat(scene.onCall(1.5).at("/shifts/0/instead_of/0/username").asText()).isEqualTo("bob");
  }

  @Test
  void aDeletedScheduleIsWrittenToItsEnd() {
    scene.daily("alice", "bob");
    scene.moveTo(1.5);
    scene.core.send(scene.core.token, "DELETE", "/api/v1/schedules/Primary", null);
    scene.moveTo(3.5);
    scene.run("shifts-done");
    assertThat(
            scene.core.database.query(
                "SELECT u.username || ' ' || (d.until_at - d.from_at) FROM imas.shift_done d"
                    + " JOIN imas.user_account u ON u.id = d.user_id ORDER BY d.from_at"))
        .containsExactly("alice 1 day", "bob 12:00:00");
    assertThat(scene.run("shifts-done")).isEqualTo("0 shifts written down");
  }

  /**
   * Two years are kept; what is older is calculated, and nobody was on call before there was one.
   */
  @Test
  void shiftsAreForgottenAfterTheirRetention() {
    scene.daily("alice", "bob");
    scene.moveTo(10.5);
    scene.run("shifts-done");
    scene.moveTo(735.5);
    scene.run("shifts-past");
    assertThat(scene.core.database.query("SELECT min(from_at) FROM imas.shift_done").getFirst())
        .startsWith(scene.day(5).toString().substring(0, 10));
    assertThat(scene.order(2, 8)).isEqualTo("alice bob alice bob alice bob");
  }

  @Test
  void anOverrideThatIsOverCannotBeEndedAnyMore() {
    scene.daily("alice", "bob");
    Reply made =
        scene.core.post(
            "/api/v1/schedules/Primary/overrides",
            "{\"until\":\"%s\",\"user\":\"carol\"}".formatted(scene.day(0.5)));
    scene.moveTo(0.75);
    assertProblem(
        scene.core.send(
            scene.core.token, "DELETE", Objects.requireNonNull(made.header("location")), null),
        409);
  }
}
