package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Incidents are merged, unmerged and resolved at random while intake follows alerts that fire and
 * recover without a pause (C42, C127, C128, C135): afterwards each firing alert is in exactly one
 * open incident, and every count is that of its rows.
 */
class MergePropertyIT {

  private static final int ALERTS = 60;
  private static final int GROUPS = 15;
  private static final int ACTS = 250;

  /** As a gateway would: where intake is slower than alerts come, they wait. */
  private static final int MOST_WAITING = 300;

  private static final Set<Integer> FINE = Set.of(200, 409);

  private static final AtomicInteger POSTS = new AtomicInteger();
  private static final EscalationScene scene = new EscalationScene();

  @AfterAll
  static void close() {
    scene.close();
  }

  @Test
  void eachFiringAlertIsInOneOpenIncident() {
    long seed = System.nanoTime();
    System.out.println("MergePropertyIT seed " + seed);
    Random random = new Random(seed);
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Void> posting =
        CompletableFuture.runAsync(
            () -> {
              Random own = new Random(seed + 1);
              while (!isOver.get()) {
                waitForOutbox("room in the outbox", MOST_WAITING);
                post(own);
              }
            });
    Set<Integer> answers = new TreeSet<>();
    int merged = 0;
    int undone = 0;
    for (int i = 0; i < ACTS; i++) {
      List<String> open =
          Await.until(
              "two open incidents",
              () -> incidents("status <> 'RESOLVED'"),
              found -> found.size() > 1);
      String one = open.get(random.nextInt(open.size()));
      String other = open.get(random.nextInt(open.size()));
      List<String> sources = incidents("merged_into IS NOT NULL");
      Reply reply =
          switch (random.nextInt(5)) {
            case 0, 1 -> merge(one, other);
            case 2 ->
                sources.isEmpty()
                    ? merge(one, other)
                    : act(sources.get(random.nextInt(sources.size())), "unmerge", "{}");
            case 3 -> act(one, "acknowledge", "{}");
            default -> act(one, "resolve", "{\"message\":\"over\"}");
          };
      answers.add(reply.status());
      merged += reply.status() == 200 && reply.json().has("undo_until") ? 1 : 0;
      undone += reply.status() == 200 && reply.json().has("from") ? 1 : 0;
    }
    isOver.set(true);
    posting.join();
    waitForOutbox("an empty outbox", 0);

    assertThat(FINE).containsAll(answers);
    assertThat(merged).as("merges").isPositive();
    assertThat(undone).as("undone merges").isPositive();
    check();
    everythingRecovers();
  }

  private static void post(Random random) {
    Instant now = Instant.now();
    // Groups end, so that others begin while those of before lead to one incident.
    int generation = POSTS.incrementAndGet() / 20;
    List<Event> events = new ArrayList<>();
    boolean[] taken = new boolean[ALERTS];
    for (int k = 0; k < 6; k++) {
      int alert = random.nextInt(ALERTS);
      if (!taken[alert]) {
        taken[alert] = true;
        Event fires =
            Event.firing("alert " + alert, 2 + random.nextInt(3), scene.shop, now)
                .inGroup("group " + alert % GROUPS + " of " + generation);
        events.add(random.nextInt(3) == 0 ? fires.resolved() : fires);
      }
    }
    store(now, events);
  }

  private static void store(Instant now, List<Event> events) {
    scene.core.ingest.post(
        scene.core.tenant,
        scene.core.source,
        now,
        events,
        event ->
            new Routing(
                scene.shop,
                Severity.of(event.severity()),
                event.groupKey(),
                1,
                0,
                (short) (1 << 7)));
  }

  private static void waitForOutbox(String what, int most) {
    Await.until(
        what, () -> scene.core.database.count("SELECT count(*) FROM outbox"), left -> left <= most);
  }

  private static List<String> incidents(String where) {
    return scene.core.database.query("SELECT id FROM incident WHERE " + where + " ORDER BY id");
  }

  private static Reply merge(String target, String source) {
    return act(target, "merge", "{\"sources\":[\"" + source + "\"]}");
  }

  private static Reply act(String incident, String action, String json) {
    return scene.core.post("/api/v1/incidents/" + incident + "/" + action, json);
  }

  private static void check() {
    assertThat(
            scene.core.database.query(
                """
                SELECT i.short_id FROM incident i
                 WHERE i.alert_count <> (SELECT count(*) FROM incident_alert m WHERE m.incident_id = i.id)
                    OR i.firing_count <> (SELECT count(*) FROM alert_progress p WHERE p.incident_id = i.id AND p.firing)\
                """))
        .as("incidents whose counts are not those of their rows")
        .isEmpty();
    assertThat(
            scene.core.database.query(
                """
                SELECT a.name FROM alert a LEFT JOIN alert_progress p ON p.fingerprint = a.fingerprint
                 WHERE a.seq > 0
                   AND (p.applied_seq IS DISTINCT FROM a.seq OR p.firing IS DISTINCT FROM (a.status = 1))\
                """))
        .as("alerts not followed to their end")
        .isEmpty();
    assertThat(
            scene.core.database.query(
                """
                SELECT p.fingerprint FROM alert_progress p
                 WHERE p.incident_id IS NOT NULL
                   AND NOT EXISTS (SELECT FROM incident_alert m
                                    WHERE m.incident_id = p.incident_id AND m.fingerprint = p.fingerprint)\
                """))
        .as("alerts that are not among those of their incident")
        .isEmpty();
    assertThat(
            scene.core.database.query(
                """
                SELECT i.short_id FROM incident i JOIN incident t ON t.id = i.merged_into WHERE t.merged_into IS NOT NULL\
                """))
        .as("pointers deeper than one")
        .isEmpty();
    assertThat(
            scene.core.database.query(
                """
                SELECT i.short_id FROM incident i
                  JOIN alert_progress p ON p.incident_id = i.id
                 WHERE i.merged_into IS NOT NULL\
                """))
        .as("alerts that stayed with a source")
        .isEmpty();
    assertThat(
            scene.core.database.query(
                "SELECT group_key FROM incident WHERE status <> 'RESOLVED' GROUP BY 1 HAVING"
                    + " count(*) > 1"))
        .as("groups with two open incidents")
        .isEmpty();
  }

  /** Recovery finds its alert, wherever a merge has put it, and the incidents end. */
  private static void everythingRecovers() {
    Instant now = Instant.now().plus(Duration.ofSeconds(1));
    List<Event> events = new ArrayList<>();
    for (int alert = 0; alert < ALERTS; alert++) {
      events.add(
          Event.firing("alert " + alert, 3, scene.shop, now)
              .inGroup("group " + alert % GROUPS)
              .resolved());
    }
    store(now, events);
    waitForOutbox("an empty outbox", 0);
    check();
    assertThat(scene.core.database.count("SELECT count(*) FROM alert_progress WHERE firing"))
        .isZero();
    assertThat(
            scene.core.database.count(
                "SELECT count(*) FROM incident WHERE status <> 'RESOLVED' AND firing_count > 0"))
        .isZero();
  }
}
