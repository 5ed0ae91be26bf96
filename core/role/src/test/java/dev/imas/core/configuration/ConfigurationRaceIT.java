package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Applies beside each other and beside pages: nothing is half applied, and nobody waits long. */
class ConfigurationRaceIT {

  private static final String TWO_TEAMS =
      "{'kind':'team','key':'a','name':'%s'},{'kind':'team','key':'b','name':'%s'}";

  private static final int TRIES = 5;

  private final RunningCore core = RunningCore.start();
  private final AppliedTo applied = new AppliedTo(core);

  @AfterEach
  void stop() {
    core.close();
  }

  private CompletableFuture<Reply> apply(String documents) {
    return CompletableFuture.supplyAsync(() -> applied.post(documents, ""));
  }

  private void awaitWaiting(int count) {
    Await.until(
        count + " that wait for a lock",
        () ->
            core.database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                    + " wait_event_type = 'Lock'"),
        waiting -> waiting >= count);
  }

  private Connection holding(String sql) throws Exception {
    Connection held = core.database.connect();
    held.setAutoCommit(false);
    held.createStatement().execute(sql);
    return held;
  }

  private List<String> names() {
    return core.database.query(
        "SELECT t.name FROM managed_object m JOIN team t ON t.id = m.object_id ORDER BY m.key");
  }

  /** Both have made their plans from the same state before either of them writes. */
  private List<Reply> atOnce(String one, String other) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      Connection held =
          holding(
              "SELECT pg_advisory_xact_lock(hashtextextended('imas.configuration.' || '%s', 0))"
                  .formatted(core.tenant));
      CompletableFuture<Reply> first = apply(one);
      awaitWaiting(1);
      CompletableFuture<Reply> second = apply(other);
      awaitWaiting(2);
      held.rollback();
      held.close();
      List<Reply> replies = List.of(first.join(), second.join());
      if (replies.stream().noneMatch(reply -> reply.status() == 503)) {
        return replies;
      }
      // A machine that stood still for the three seconds of the lock: both begin anew.
    }
    throw new AssertionError("the lock was never had in time");
  }

  @Test
  void ofTwoAppliesAtOnceOneIsDoneAndTheOtherChangesNothing() throws Exception {
    applied.done(TWO_TEAMS.formatted("Alpha", "Beta"));

    List<Reply> replies =
        atOnce(TWO_TEAMS.formatted("One", "Two"), TWO_TEAMS.formatted("Eins", "Zwei"));

    assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(200, 412);
    boolean isFirst = replies.getFirst().status() == 200;
    assertThat(names()).isEqualTo(isFirst ? List.of("One", "Two") : List.of("Eins", "Zwei"));
    assertThat(
            core.database.count(
                "SELECT count(*) FROM audit_entry WHERE action = 'configuration.apply'"))
        .isEqualTo(2);
  }

  @Test
  void ofTwoAppliesThatMakeTheSameThingOneMakesIt() throws Exception {
    String documents = TWO_TEAMS.formatted("Alpha", "Beta");

    List<Reply> replies = atOnce(documents, documents);

    assertThat(replies.stream().map(Reply::status)).containsExactlyInAnyOrder(200, 412);
    assertThat(names()).containsExactly("Alpha", "Beta");
    assertThat(applied.done(documents).get("changes")).isEmpty();
  }

  @Test
  void changeByHandBetweenPlanAndWritingIsNotOverwritten() throws Exception {
    applied.done(TWO_TEAMS.formatted("Alpha", "Beta"));
    Connection held =
        holding(
            "SELECT pg_advisory_xact_lock(hashtextextended('imas.configuration.' || '%s', 0))"
                .formatted(core.tenant));
    CompletableFuture<Reply> late = apply(TWO_TEAMS.formatted("One", "Two"));
    awaitWaiting(1);
    core.database.execute(
        "UPDATE team SET description = 'by hand', version = version + 1 WHERE name = 'Beta'");
    held.rollback();
    held.close();

    assertThat(late.join().status()).isIn(412, 503);
    assertThat(names()).containsExactly("Alpha", "Beta");
  }

  @Test
  void whileAnApplyWaitsForALockPagesGoOut() throws Exception {
    applied.done(
        TWO_TEAMS.formatted("Alpha", "Beta")
            + ",{'kind':'service','key':'s','name':'Shop','owner_team':'a'}");
    String wanted =
        TWO_TEAMS.formatted("Alpha", "Beta").replace("'name'", "'description':'x','name'")
            + ",{'kind':'service','key':'s','name':'Shop','owner_team':'a','tier':'TIER_2'}";
    try (Connection held = holding("SELECT FROM team WHERE name = 'Beta' FOR UPDATE")) {
      CompletableFuture<Reply> apply = apply(wanted);
      awaitWaiting(1); // it has the row of Alpha

      Reply incident =
          core.post(
              "/api/v1/incidents",
              "{\"title\":\"Down\",\"service\":\"Shop\",\"severity\":\"SEV1\"}");
      long pages =
          core.database.count(
              "SELECT count(*) FROM delivery WHERE incident_id = '%s'"
                  .formatted(incident.json().path("id").asText()));
      boolean waits = !apply.isDone();

      assertThat(incident.status()).as("%s", incident.json()).isEqualTo(201);
      assertThat(pages).isPositive();
      assertThat(waits).as("the page was written beside the apply, not after it").isTrue();
      assertThat(apply.join().status()).isEqualTo(503);
      held.rollback();
    }
    assertThat(core.database.count("SELECT count(*) FROM team WHERE description = 'x'")).isZero();
  }
}
