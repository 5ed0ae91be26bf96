package dev.imas.core.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig.Login;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Transactions;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A site whose alerts are new every day, and a core whose clock is moved through a quarter. Alerts
 * come by the ingest function, core's intake processes them, and core's upkeep runs once a day.
 * There is no notifier: deliveries are marked as sent.
 *
 * <p>Of the alerts of a day, a hundred share an incident, one in twenty is repeated, and one in two
 * hundred recovers five days later. The others recover on the same day.
 */
final class SimulatedQuarter implements AutoCloseable {

  /** Chosen so that each table reaches its limit within the quarter. */
  static final Map<String, String> KEEP =
      Map.of(
          "IMAS_CORE_STALE_AFTER", "30d",
          "IMAS_CORE_RETENTION_TRANSITIONS", "21d",
          "IMAS_CORE_RETENTION_DEAD_LETTERS", "21d",
          "IMAS_CORE_RETENTION_ALERTS", "21d",
          "IMAS_CORE_RETENTION_DELIVERY_ATTEMPTS", "21d",
          "IMAS_CORE_RETENTION_DELIVERIES", "21d",
          "IMAS_CORE_RETENTION_LEDGER", "28d",
          "IMAS_CORE_RETENTION_INCIDENTS", "28d",
          "IMAS_CORE_RETENTION_TIMELINE", "28d");

  static final int ALERTS_OF_AN_INCIDENT = 100;

  private static final int PER_BATCH = 1_000;
  private static final int REPEATED = 20;
  static final int LASTING = 200;
  private static final int LASTING_DAYS = 5;

  private final RunningCore core;
  private final UUID service;
  private final Pool pool;
  private final Upkeep upkeep;
  private final List<TestIngest> posters = new ArrayList<>();
  private final ExecutorService threads;
  private final NavigableMap<Integer, List<Event>> lasting = new TreeMap<>();

  /**
   * @param posters connections that post at once
   */
  SimulatedQuarter(RunningCore core, int posters) {
    this.core = core;
    this.service = core.service("pods");
    this.pool =
        new Database(core.vertx, core.database.config())
            .pool(Login.APP, "upkeep", 2, Duration.ofMinutes(1));
    Settings settings = new Settings(KEEP, new Properties());
    RetentionConfig config = RetentionConfig.read(settings, Duration.ofMinutes(30));
    settings.throwIfFaulty();
    this.upkeep = new Upkeep(core.vertx, new Transactions(pool), config, core.clock, core.meters);
    this.threads = Executors.newFixedThreadPool(posters);
    for (int i = 0; i < posters; i++) {
      this.posters.add(new TestIngest(core.database));
    }
  }

  /** Posts that many new alerts, and lets them and older ones develop. */
  void alertsOfADay(int day, int count) {
    Instant now = core.now();
    List<Event> fired = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fired.add(alert(day, i, now));
    }
    post(fired);
    post(every(fired, REPEATED));
    follow();
    core.clock.move(Duration.ofMinutes(10));
    List<Event> over = new ArrayList<>();
    lasting.headMap(day, true).values().forEach(over::addAll);
    lasting.headMap(day, true).clear();
    List<Event> longer = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      (i % LASTING == LASTING - 1 ? longer : over).add(fired.get(i).resolved());
    }
    lasting.put(day + LASTING_DAYS, longer);
    post(over);
    follow();
    core.database.execute(
        """
        UPDATE delivery SET status = 'sent', created_at = '%1$s', finished_at = '%1$s' WHERE status IN ('pending', 'sending')\
        """
            .formatted(core.now()));
  }

  private void follow() {
    Await.until(
        "core to have followed the alerts of a day",
        Duration.ofMinutes(10),
        () -> rows("outbox"),
        left -> left == 0);
  }

  /** Does what core's timers do in a day, until nothing is left that is past its retention. */
  void upkeepOfADay() {
    Await.result(upkeep.makePartitions());
    Await.result(upkeep.dropPartitions());
    String said;
    do {
      said = Await.result(upkeep.purgeRows());
    } while (!said.endsWith("rows removed"));
  }

  /** Differences between the ledger and the rows. */
  List<String> imbalance() {
    return core.database.query("SELECT d::text FROM recount_ledger() AS d");
  }

  long rows(String table) {
    return core.database.count("SELECT count(*) FROM " + table);
  }

  private static List<Event> every(List<Event> events, int nth) {
    List<Event> some = new ArrayList<>();
    for (int i = 0; i < events.size(); i += nth) {
      some.add(events.get(i));
    }
    return some;
  }

  private void post(List<Event> events) {
    Instant now = core.now();
    List<Future<?>> posted = new ArrayList<>();
    int share = (events.size() + posters.size() - 1) / posters.size();
    for (int p = 0; p < posters.size(); p++) {
      TestIngest poster = posters.get(p);
      List<Event> own =
          events.subList(
              Math.min(p * share, events.size()), Math.min((p + 1) * share, events.size()));
      posted.add(
          threads.submit(
              () -> {
                for (int from = 0; from < own.size(); from += PER_BATCH) {
                  poster.post(
                      core.tenant,
                      core.source,
                      now.plusMillis(from / PER_BATCH),
                      own.subList(from, Math.min(from + PER_BATCH, own.size())));
                }
              }));
    }
    try {
      for (Future<?> one : posted) {
        one.get();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Event alert(int day, int number, Instant at) {
    String pod = "checkout-" + day + "-" + number;
    String group =
        "{alertname=\"PodCrashLooping\",job=\"job-"
            + day
            + "-"
            + number / ALERTS_OF_AN_INCIDENT
            + "\"}";
    return new Event(
        UUID.nameUUIDFromBytes(pod.getBytes(StandardCharsets.UTF_8)),
        true,
        3,
        service,
        service + ":" + group,
        "PodCrashLooping",
        """
        {"alertname":"PodCrashLooping","cluster":"eu-central-1a","container":"app","instance":"10.2.%d.%d:8080",\
        "job":"kube-state-metrics","namespace":"checkout","pod":"%s","prometheus":"monitoring/k8s","severity":"warning"}\
        """
            .formatted(number / 256 % 256, number % 256, pod),
        """
        {"description":"Pod checkout/%s is restarting 2.1 times every 5 minutes.","summary":"Pod is crash looping."}\
        """
            .formatted(pod),
        at,
        null,
        TestIngest.AUTO_RESOLVE);
  }

  void mustBalance() {
    assertThat(imbalance()).isEmpty();
  }

  @Override
  public void close() {
    threads.shutdown();
    posters.forEach(TestIngest::close);
    Await.result(pool.close());
  }
}
