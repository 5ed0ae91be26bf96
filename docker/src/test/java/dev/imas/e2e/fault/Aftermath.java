package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The checks with which every fault ends, after a storm has ended and every last post is
 * acknowledged:
 *
 * <ul>
 *   <li>acknowledged ≤ counted ≤ sent, and no alert has fired more often than it was sent
 *   <li>every acknowledged alert is there, in the state that its last event says
 *   <li>the ledger balances, recounted from the rows
 *   <li>each group has one incident, which is open while one of its alerts fires, and only then
 *   <li>each incident's first page reached each receiver, under one idempotency key
 *   <li>the live heap and the open sockets are as they are without a fault
 * </ul>
 */
final class Aftermath {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer than the longest pause between two attempts at a page in these tests. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /**
   * A fresh process uses some 80 MiB, of which the cache of known alerts has 50. If a bound were
   * lost, it would hold what a storm posted.
   */
  private static final long MOST_LIVE_HEAP = 96L << 20;

  /** Two event loops, pools and a storm's connections use about 150. */
  private static final int MOST_OPEN_FILES = 400;

  private final FaultScene scene;
  private final List<FakeReceiver> receivers;
  private boolean successorsAllowed;

  private Aftermath(FaultScene scene, List<FakeReceiver> receivers) {
    this.scene = scene;
    this.receivers = receivers;
  }

  static Aftermath of(FaultScene scene) {
    return new Aftermath(scene, List.of(scene.receiver));
  }

  /** For a storm whose pages also went to further receivers. */
  static Aftermath of(FaultScene scene, List<FakeReceiver> others) {
    List<FakeReceiver> all = new ArrayList<>(others);
    all.add(scene.receiver);
    return new Aftermath(scene, all);
  }

  /**
   * For a test in which our clock passed the reopen window: an ended incident may have a successor
   * instead of being reopened.
   */
  Aftermath withSuccessors() {
    successorsAllowed = true;
    return this;
  }

  /** Quick checks that work while the storm goes on. */
  static void countsHold(FaultScene scene, long acknowledgedBefore) {
    long counted = counted(scene);
    assertThat(counted)
        .as("counted, with %s acknowledged before it was read", acknowledgedBefore)
        .isBetween(acknowledgedBefore, scene.sent());
    assertThat(scene.sql.rows("SELECT * FROM recount_ledger()")).as("ledger").isEmpty();
  }

  /** Waits until core and notifier have caught up, then checks everything. */
  void isInOrder(Storm storm) {
    storm.end();
    followed();
    assertThat(counted(scene)).as("counted").isBetween(scene.acknowledged(), scene.sent());
    alertsAreExact(storm);
    refusedAreKept();
    ledgerBalances();
    incidentsAreSingle(storm);
    firstPagesWent(storm);
    memoryIsBounded();
  }

  private static long counted(FaultScene scene) {
    return scene.sql.number("SELECT coalesce(sum(accepted), 0) FROM ledger");
  }

  private void followed() {
    Await.until(
        "the end of the window in which late firings wait",
        TIMEOUT,
        () -> scene.sql.number("SELECT count(*) FROM late_firing"),
        waiting -> waiting == 0);
    try {
      Await.until(
          "an empty outbox",
          TIMEOUT,
          () -> scene.sql.number("SELECT count(*) FROM outbox"),
          waiting -> waiting == 0);
    } catch (AssertionError stuck) {
      throw new AssertionError(stuck.getMessage() + whatHoldsTheOutbox(), stuck);
    }
  }

  private String whatHoldsTheOutbox() {
    return "\nrows, attempts, due in: "
        + scene.sql.rows(
            "SELECT tenant_id, priority, attempts, count(*), min(not_before) - now(),"
                + " max(not_before) - now() FROM outbox GROUP BY tenant_id, priority, attempts")
        + "\nsessions: "
        + scene.sql.rows(
            "SELECT pid, application_name, state, now() - xact_start, wait_event_type, wait_event,"
                + " pg_blocking_pids(pid), left(query, 200) FROM pg_stat_activity"
                + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
        + "\nadvisory locks: "
        + scene.sql.rows(
            "SELECT pid, classid, objid, granted FROM pg_locks WHERE locktype = 'advisory'");
  }

  private void alertsAreExact(Storm storm) {
    Map<String, List<String>> stored = new HashMap<>();
    for (List<String> row :
        scene.sql.rows(
            "SELECT labels, status, fire_count, name FROM alert WHERE name LIKE '"
                + storm.shape().name()
                + "-%'")) {
      stored.put(row.get(3) + "/" + instance(row.get(0)), row);
    }
    List<String> wrong = new ArrayList<>();
    for (StormAlert alert : storm.alerts()) {
      if (!alert.acknowledgedOnce()) {
        continue;
      }
      String key = alert.name + "/" + alert.instance;
      List<String> row = stored.get(key);
      if (row == null) {
        wrong.add(key + " was acknowledged and is not there");
      } else if (row.get(1).equals("1") != alert.firing()) {
        wrong.add(
            "%s has status %s, but fires: %s; last sent start %s; %s"
                .formatted(key, row.get(1), alert.firing(), alert.startsAt(), history(alert)));
      } else if (Long.parseLong(row.get(2)) > alert.firingsSent()) {
        wrong.add(key + " fired " + row.get(2) + " times of " + alert.firingsSent() + " sent");
      }
    }
    assertThat(wrong).as("alerts of %s", storm.shape().name()).isEmpty();
    assertThat(stored).hasSizeLessThanOrEqualTo(storm.alerts().size());
  }

  private String history(StormAlert alert) {
    String which =
        "a.name = '%s' AND a.labels LIKE '%%\"%s\"%%'".formatted(alert.name, alert.instance);
    return ""
        + scene.sql.rows("SELECT row_to_json(a) FROM imas.alert_state a WHERE " + which)
        + scene.sql.rows(
            "SELECT t.seq, t.kind, t.received_at, t.starts_at, t.receipt FROM imas.journal t"
                + " JOIN imas.alert_state a USING (tenant_id, fingerprint) WHERE "
                + which
                + " ORDER BY t.seq DESC LIMIT 6");
  }

  private void refusedAreKept() {
    long kept = scene.sql.number("SELECT count(*) FROM dead_letter WHERE counted");
    assertThat(kept).as("dead letters").isBetween(scene.refusedAcknowledged(), scene.refusedSent());
  }

  private void ledgerBalances() {
    assertThat(scene.sql.rows("SELECT * FROM recount_ledger()")).as("ledger").isEmpty();
    assertThat(scene.imas.api("/api/v1/ledger").path("imbalance").asLong(-1)).isZero();
    assertThat(scene.imas.command("ledger", "verify")).as("imas ledger verify").isZero();
  }

  private void incidentsAreSingle(Storm storm) {
    for (List<String> group :
        scene.sql.rows(
            """
            SELECT i.group_key, count(*), count(*) FILTER (WHERE i.status <> 'RESOLVED'),
                   (SELECT count(*) FROM alert a WHERE a.group_key = i.group_key AND a.status = 1)
              FROM incident i WHERE i.group_key LIKE '%%"%s-%%' GROUP BY i.group_key\
            """
                .formatted(storm.shape().name()))) {
      boolean fires = Long.parseLong(group.get(3)) > 0;
      assertThat(Long.parseLong(group.get(2)))
          .as("open incidents of %s, of which %s alerts fire", group.get(0), group.get(3))
          .isEqualTo(fires ? 1 : 0);
      if (!successorsAllowed) {
        assertThat(group.get(1)).as("incidents of %s", group.get(0)).isEqualTo("1");
      }
    }
    assertThat(groups(storm)).as("groups with an incident").isEqualTo(namesPosted(storm));
  }

  private long groups(Storm storm) {
    return incidentIds(storm).stream().map(row -> row.get(1)).distinct().count();
  }

  private static long namesPosted(Storm storm) {
    return storm.alerts().stream()
        .filter(StormAlert::acknowledgedOnce)
        .map(alert -> alert.name)
        .distinct()
        .count();
  }

  private List<List<String>> incidentIds(Storm storm) {
    return scene.sql.rows(
        "SELECT id, group_key FROM incident WHERE group_key LIKE '%\""
            + storm.shape().name()
            + "-%'");
  }

  private void firstPagesWent(Storm storm) {
    Set<String> incidents =
        incidentIds(storm).stream().map(row -> row.get(0)).collect(Collectors.toSet());
    for (FakeReceiver receiver : receivers) {
      Map<String, Set<String>> keys = awaitFirstPages(receiver, incidents);
      incidents.forEach(
          id -> assertThat(keys.get(id)).as("keys of the first page of %s", id).hasSize(1));
    }
    assertThat(
            scene.sql.number(
                "SELECT count(*) FROM delivery WHERE event = 'incident.triggered' AND status ="
                    + " 'dead'"))
        .as("first pages given up")
        .isZero();
  }

  private Map<String, Set<String>> awaitFirstPages(FakeReceiver receiver, Set<String> incidents) {
    try {
      return Await.until(
          "a first page for each of " + incidents.size() + " incidents",
          TIMEOUT,
          () -> firstPages(receiver),
          pages -> pages.keySet().containsAll(incidents));
    } catch (AssertionError missing) {
      throw new AssertionError(
          missing.getMessage()
              + "\nundelivered: "
              + scene.sql.rows(
                  """
                  SELECT event, address, status, attempts, next_attempt_at - now(), last_error
                    FROM delivery WHERE status NOT IN ('sent', 'cancelled') ORDER BY created_at LIMIT 50\
                  """),
          missing);
    }
  }

  /**
   * By incident: the idempotency keys under which its first page came. If a receiver did not accept
   * it, the page came in the next message of its incident.
   */
  private static Map<String, Set<String>> firstPages(FakeReceiver receiver) {
    Map<String, Set<String>> keys = new HashMap<>();
    for (FakeReceiver.Received request : receiver.requests()) {
      JsonNode body = tree(request.body());
      boolean isFirst = request.header("X-IMAS-Event").equals("incident.triggered");
      if (isFirst
          || body.path("earlier").findValuesAsText("event").contains("incident.triggered")) {
        String incident = body.path("data").path("incident").path("id").asText();
        keys.computeIfAbsent(incident, id -> new TreeSet<>())
            .add(request.header("Idempotency-Key"));
      }
    }
    return keys;
  }

  private void memoryIsBounded() {
    Await.until(
        "the sockets to be closed",
        TIMEOUT,
        () -> Metrics.of(scene.imas).sum("process_files_open_files"),
        open -> open <= MOST_OPEN_FILES);
    collectGarbage(scene.imas.pid());
    double live = Metrics.of(scene.imas).sum("jvm_memory_used_bytes", "area=\"heap\"");
    assertThat((long) live).as("live heap").isLessThan(MOST_LIVE_HEAP);
  }

  private static void collectGarbage(long pid) {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(pid),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!jcmd.waitFor(20, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
        throw new AssertionError("jcmd GC.run fails");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String instance(String labels) {
    return tree(labels).path("instance").asText();
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
