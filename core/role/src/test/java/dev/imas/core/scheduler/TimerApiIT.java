package dev.imas.core.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a person sees, runs and skips timers. */
class TimerApiIT {

  private static final String OWN = "/api/v1/timers";
  private static final RunningCore core = RunningCore.start(Map.of("IMAS_CORE_TIMER_POLL", "50ms"));

  @AfterAll
  static void stop() {
    core.close();
  }

  /** Of a kind that no process knows, so that they do not change during a test. */
  @BeforeEach
  void setSome() {
    core.database.execute("DELETE FROM timer WHERE kind = 'of-a-test'");
    set("once", "'tomorrow'", "NULL", "NULL");
    set("hourly", "now() + interval '10 minutes'", "'every PT1H'", "NULL");
    set("running", "now() + interval '1 minute'", "'every PT1H'", "uuidv7()");
    set("strange", "'tomorrow'", "'with the new moon'", "NULL");
  }

  private static void set(String subject, String due, String recurs, String claim) {
    core.database.execute(
        """
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, recurs, elapses, claim, last_late, last_outcome)
        VALUES ('%s', 'of-a-test', '%s', %s, %3$s, %4$s, true, %5$s, interval '1.5 s', 'all well')\
        """
            .formatted(core.tenant, subject, due, recurs, claim));
  }

  private static Reply ask(String timer, String what) {
    return core.post(OWN + "/of-a-test:" + timer + "/" + what, "{}");
  }

  private static JsonNode seen(String timer) {
    return core.get(OWN + "/of-a-test:" + timer).json();
  }

  private static Instant time(JsonNode timer, String member) {
    return Instant.parse(timer.get(member).asText());
  }

  @Test
  void theTenantsAreListedPageByPage() {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = core.get(OWN + "?kind=of-a-test&limit=3" + cursor).json();
      page.get("items").forEach(t -> ids.add(t.get("id").asText()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!cursor.isEmpty());

    assertThat(ids)
        .containsExactly(
            "of-a-test:hourly", "of-a-test:once", "of-a-test:running", "of-a-test:strange");
    assertThat(core.get(OWN).json().at("/items").findValuesAsText("kind"))
        .containsOnly("of-a-test");
    JsonNode hourly = seen("hourly");
    assertThat(hourly.get("recurs").asText()).isEqualTo("every PT1H");
    assertThat(hourly.get("late_seconds").asDouble()).isEqualTo(1.5);
    assertThat(hourly.get("last_outcome").asText()).isEqualTo("all well");
    assertThat(hourly.get("is_running").asBoolean()).isFalse();
    assertThat(seen("running").get("is_running").asBoolean()).isTrue();
    assertThat(core.get(OWN + "?cursor=bm9uZQ").status()).isEqualTo(400);
  }

  @Test
  void thePlatformsCanBeSeenAndRunButNotSkipped() {
    String timer = OWN + "/partitions-ahead:platform";
    core.sweep("partitions-ahead");
    assertThat(core.get(timer).status()).isEqualTo(404);
    JsonNode before = core.get(timer + "?platform=true").json();

    Reply asked = core.post(timer + "/run?platform=true", "{}");

    assertThat(asked.status()).as(asked.http().body()).isEqualTo(200);
    assertThat(asked.json().get("asked").asText()).isEqualTo("run");
    assertThat(asked.json().get("asked_by").asText()).isEqualTo("bootstrap admin");
    JsonNode after =
        Await.until(
            "another run",
            () -> core.get(timer + "?platform=true").json(),
            t -> time(t, "last_ended_at").isAfter(time(before, "last_ended_at")));
    assertThat(after.get("due_at")).isEqualTo(before.get("due_at"));
    assertThat(core.post(timer + "/skip?platform=true", "{}").status()).isEqualTo(409);
    assertThat(core.get(OWN + "?platform=true").json().at("/items").findValuesAsText("subject"))
        .containsOnly("platform");
  }

  @Test
  void whatIsRunIsDueNowAndStaysSetForItsTime() {
    Instant due = time(seen("hourly"), "due_at");

    JsonNode asked = ask("hourly", "run").json();

    assertThat(time(asked, "due_at")).isEqualTo(due);
    assertThat(time(asked, "next_try_at")).isEqualTo(time(asked, "asked_at")).isBefore(due);
  }

  @Test
  void whatIsSkippedIsSetForTheTimeAfter() {
    Instant due = time(seen("hourly"), "due_at");

    JsonNode skipped = ask("hourly", "skip").json();

    assertThat(time(skipped, "due_at")).isEqualTo(due.plus(Duration.ofHours(1)));
    assertThat(time(skipped, "next_try_at")).isEqualTo(due.plus(Duration.ofHours(1)));
    assertThat(skipped.get("asked").asText()).isEqualTo("skip");
  }

  @Test
  void whatFiresOnceIsRemoved() {
    assertThat(ask("once", "skip").status()).isEqualTo(204);
    assertThat(core.get(OWN + "/of-a-test:once").status()).isEqualTo(404);
    assertThat(ask("once", "run").status()).isEqualTo(404);
  }

  @Test
  void whatRunsOrCannotBeReadIsLeftAlone() {
    for (String what : List.of("run", "skip")) {
      Reply refused = ask("running", what);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.http().body()).contains("the timer is running now");
    }
    assertThat(ask("strange", "skip").status()).isEqualTo(409);
    assertThat(seen("strange").get("recurs").asText()).isEqualTo("with the new moon");
    assertThat(core.post(OWN + "/nothing/run", "{}").status()).isEqualTo(404);
  }

  /**
   * The row that a request waits for goes when the timer fires, and another one is set in its
   * place.
   */
  @Test
  void whatFiresWhileItIsAskedForIsNotRunTwiceAndNotSkipped() throws Exception {
    assertThat(whileItFires("once", "run", true).json().get("asked").isNull())
        .as("the next run is for nobody to hasten")
        .isTrue();
    Reply skipped = whileItFires("once", "skip", true);
    assertThat(skipped.status()).isEqualTo(409);
    assertThat(skipped.json().get("detail").asText()).contains("has just run, and is set for 20");
    assertThat(seen("once").get("asked").isNull()).isTrue();
    assertThat(whileItFires("once", "run", false).status()).as("it was the last").isEqualTo(404);
  }

  /** The answer to a request that comes while a transaction fires the timer. */
  private static Reply whileItFires(String timer, String what, boolean isSetAnew) throws Exception {
    try (Connection firing = core.database.connect();
        Statement sql = firing.createStatement()) {
      firing.setAutoCommit(false);
      sql.execute("DELETE FROM timer WHERE kind = 'of-a-test' AND subject = '" + timer + "'");
      CompletableFuture<Reply> asked = CompletableFuture.supplyAsync(() -> ask(timer, what));
      Await.until(
          "the request to wait",
          () ->
              core.database.count(
                  "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query"
                      + " LIKE '%FROM timer%'"),
          waiting -> waiting > 0);
      if (isSetAnew) {
        sql.execute(
            "INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses) VALUES ('"
                + core.tenant
                + "', 'of-a-test', '"
                + timer
                + "', 'tomorrow', 'tomorrow', true)");
      }
      firing.commit();
      return asked.get(30, TimeUnit.SECONDS);
    }
  }
}
