package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ONC-05, M10: shifts change hands when the other agrees, and not otherwise. */
class SwapIT {

  private static final String SWAPS = "/schedules/{schedule}/swaps";

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

  /** Alice asks Bob to take her shift of day 3. */
  private String asked(String more) {
    Reply made =
        as(
            "alice",
            "POST",
            "/api/v1/schedules/Primary/swaps",
            "{\"with\":\"bob\",\"from\":\"%s\"%s}".formatted(scene.day(3), more));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    scene.api.check("POST", SWAPS, made);
    return Objects.requireNonNull(made.header("location"));
  }

  private String state(String swap) {
    return scene
        .api
        .check("GET", SWAPS + "/{id}", scene.core.get(swap))
        .json()
        .get("state")
        .asText();
  }

  /** Who was told what, since it was asked last. */
  private List<String> told() {
    List<String> told =
        scene.core.database.query(
            "SELECT address || ': ' || (payload #>> '{incident,title}') FROM imas.delivery"
                + " WHERE about_kind = 'schedule' ORDER BY address");
    scene.core.database.execute("UPDATE imas.delivery SET about_kind = 'told'");
    return told;
  }

  @Test
  void aShiftGoesToTheOtherWhenTheyAccept() {
    String swap = asked("");
    assertThat(told()).containsExactly("bob@example.org: alice asks you to take a shift: Primary");
    assertThat(scene.order(3, 4)).as("not before they agree").isEqualTo("alice");
    Reply accepted = as("bob", "POST", swap + "/accept", null);
    assertThat(accepted.status()).as("%s", accepted.json()).isEqualTo(200);
    scene.api.check("POST", SWAPS + "/{id}/accept", accepted);
    assertThat(state(swap)).isEqualTo("accepted");
    assertThat(scene.order(2, 6)).isEqualTo("carol bob bob carol");
    assertThat(told()).containsExactly("alice@example.org: bob has accepted your swap: Primary");
    String audit = scene.core.get("/api/v1/audit?limit=50").http().body();
    assertThat(audit).contains("\"swap.create\"").contains("\"swap.accept\"");
  }

  /** Somebody is on call, and the team hears that it is not as they agreed. */
  @Test
  void aSwapWithSomebodyWhoLeftGivesTheShiftBackAndSaysSo() {
    as("bob", "POST", asked("") + "/accept", null);
    assertThat(scene.order(3, 4)).isEqualTo("bob");
    assertThat(faults()).isEmpty();
    scene.core.database.execute("DELETE FROM imas.delivery");

    scene.core.database.execute(
        "UPDATE user_account SET is_active = false, updated_at = '%s' WHERE username = 'bob'"
            .formatted(scene.core.now()));

    for (String when : List.of("at once", "when it is noted")) {
      assertThat(scene.called(3.5)).as(when).isEqualTo("alice");
      assertThat(faults()).as(when).containsExactly("unreachable bob");
      scene.run("people-inactive");
    }
    scene.run("schedule-warnings");
    assertThat(told()).anySatisfy(title -> assertThat(title).contains("1 person"));
  }

  private List<String> faults() {
    List<String> faults = new ArrayList<>();
    scene
        .api
        .check("GET", "/schedules/{id}/faults", scene.core.get("/api/v1/schedules/Primary/faults"))
        .json()
        .get("items")
        .forEach(
            fault ->
                faults.add(fault.get("kind").asText() + " " + fault.at("/user/username").asText()));
    return faults;
  }

  @Test
  void bothShiftsChangeHandsWhenOneIsGivenInReturn() {
    String swap = asked(",\"in_return\":{\"from\":\"" + scene.day(4) + "\"}");
    as("bob", "POST", swap + "/accept", null);
    assertThat(scene.order(2, 6)).isEqualTo("carol bob alice carol");
  }

  @Test
  void nobodyAgreesForAnother() {
    String swap = asked("");
    for (String other : List.of("alice", "carol")) {
      Reply refused = as(other, "POST", swap + "/accept", null);
      assertProblem(refused, 409);
      assertThat(refused.json().get("detail").asText()).isEqualTo("only bob can accept this swap");
    }
    assertProblem(scene.core.post(swap + "/accept", "{}"), 409); // an administrator's token
    assertProblem(as("bob", "POST", swap + "/withdraw", null), 409);
    assertThat(scene.order(3, 4)).isEqualTo("alice");
  }

  @Test
  void nobodyGivesAwayTheShiftOfAnother() {
    assertProblem(
        as(
            "carol",
            "POST",
            "/api/v1/schedules/Primary/swaps",
            "{\"user\":\"alice\",\"with\":\"bob\",\"from\":\"%s\"}".formatted(scene.day(3))),
        403);
    assertProblem(
        as(
            "carol",
            "POST",
            "/api/v1/schedules/Primary/swaps",
            "{\"with\":\"bob\",\"from\":\"%s\"}".formatted(scene.day(3))),
        422);
  }

  @Test
  void aDeclinedOrWithdrawnSwapChangesNothing() {
    String first = asked("");
    Reply declined = as("bob", "POST", first + "/decline", null);
    scene.api.check("POST", SWAPS + "/{id}/decline", declined);
    String second = asked("");
    Reply withdrawn = as("alice", "POST", second + "/withdraw", null);
    scene.api.check("POST", SWAPS + "/{id}/withdraw", withdrawn);
    assertThat(state(first)).isEqualTo("declined");
    assertThat(state(second)).isEqualTo("withdrawn");
    assertProblem(as("bob", "POST", second + "/accept", null), 409);
    assertThat(scene.order(3, 4)).isEqualTo("alice");
    Reply open = scene.core.get("/api/v1/schedules/Primary/swaps?state=open");
    scene.api.check("GET", SWAPS, open);
    assertThat(open.json().get("items")).isEmpty();
  }

  @Test
  void whenItsShiftChangesTheSwapEndsAndBothAreTold() {
    String swap = asked("");
    assertThat(scene.run("swaps")).isEqualTo("0 swaps ended");
    told();
    rotate();
    assertProblem(as("bob", "POST", swap + "/accept", null), 409);
    assertThat(scene.run("swaps")).isEqualTo("1 swaps ended");
    assertThat(state(swap)).isEqualTo("moved");
    assertThat(told())
        .containsExactly(
            "alice@example.org: A shift in your swap has changed, so the swap was cancelled:"
                + " Primary",
            "bob@example.org: A shift in your swap has changed, so the swap was cancelled:"
                + " Primary");
  }

  /** A swap must not outlive the shift that it was about. */
  @Test
  void alsoWhenItWasAcceptedAndItsOverrideEnds() {
    String swap = asked("");
    as("bob", "POST", swap + "/accept", null);
    assertThat(scene.run("swaps")).as("its own override is no change").isEqualTo("0 swaps ended");
    told();
    rotate(); // Bob's turn is now; day 3 is his, and day 5 Alice's.
    scene.run("swaps");
    assertThat(state(swap)).isEqualTo("moved");
    assertThat(told()).hasSize(2);
    assertThat(scene.order(1, 6)).isEqualTo("carol alice bob carol alice");
    assertThat(scene.onCall(3.5).at("/shifts/0/because").asText()).isEqualTo("turn");
  }

  private void rotate() {
    Reply done = scene.core.post("/api/v1/schedules/Primary/rotate", "{\"layer\":\"main\"}");
    assertThat(done.status()).isEqualTo(200);
    scene.core.clock.move(Duration.ofSeconds(1));
  }

  @Test
  void withoutAnAnswerItExpiresWhenTheShiftBegins() {
    String swap = asked("");
    told();
    scene.moveTo(3.01);
    assertProblem(as("bob", "POST", swap + "/accept", null), 409);
    scene.run("swaps");
    assertThat(state(swap)).isEqualTo("expired");
    assertThat(told()).hasSize(2);
    assertThat(scene.order(3, 4)).isEqualTo("alice");
  }
}
