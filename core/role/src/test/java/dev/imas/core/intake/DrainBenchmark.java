package dev.imas.core.intake;

import dev.imas.core.bus.TransitionsCommitted;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.core.tenant.Bootstrap;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.ProcessorTime;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestIngest;
import dev.imas.fixtures.database.TestIngest.Event;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How fast core's intake empties a full outbox, and how much processor time a transition takes, on
 * a durable PostgreSQL of its own. The ingest function fills the outbox while no intake runs. Then
 * one is started and timed until the outbox is empty. The environment has the settings of core's
 * intake.
 *
 * <p>Arguments: the number of transitions per step, then one or more numbers of groups; the default
 * is {@code 20000 20 1000 20000}. Each number of groups has a fresh database and these steps, the
 * middle ones three times: every alert fires for the first time (opens all incidents); all but the
 * first of each group recover; they fire again; and at the end everything recovers (ends all
 * incidents).
 *
 * <p>With {@code flow <transitions a second> <groups> <seconds>} it runs a steady flow instead, in
 * small batches as a gateway commits them. It runs first without an intake and then with one; the
 * difference is the cost of the intake.
 */
final class DrainBenchmark implements AutoCloseable {

  private static final int PER_BATCH = 1_000;
  private static final int PER_FLOWING_BATCH = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** With {@code -Dstatements}: PostgreSQL's time by statement, after each step. */
  private static final boolean STATEMENTS = System.getProperty("statements") != null;

  /** With {@code -Dstorms=<threshold>}: the tenant has storms. */
  private static final @Nullable String THRESHOLD = System.getProperty("storms");

  /** With {@code -Dseverity=<1 to 4>}: of the alerts, 3 by default. */
  private static final int SEVERITY = Integer.getInteger("severity", 3);

  private static final Map<String, String> COUNT_STATEMENTS =
      Map.of("shared_preload_libraries", "pg_stat_statements", "pg_stat_statements.track", "all");

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase database;
  private final TestIngest ingest;
  private final UUID tenant;
  private final UUID source;
  private final UUID service;
  private final List<Event> alerts = new ArrayList<>();
  private final int groups;
  private volatile Instant now = Instant.now();
  private int place;

  private DrainBenchmark(EmbeddedPostgres server, int transitions, int groups) {
    this.groups = groups;
    database = TestDatabase.createOn(server);
    tenant =
        Bootstrap.run(database.config(), InstantSource.system(), Optional.empty(), Optional.empty())
            .tenant();
    ingest = new TestIngest(database);
    if (THRESHOLD != null) {
      database.execute(
          "INSERT INTO storm_policy (tenant_id, is_active, threshold, ends_below,"
              + " ends_after_seconds)"
              + " VALUES ('%s', true, %s, 1, 300)".formatted(tenant, THRESHOLD));
    }
    source = UUID.fromString(database.query("SELECT id FROM source").get(0));
    service = UUID.fromString(database.query("SELECT id FROM service").get(0));
    for (int i = 0; i < transitions; i++) {
      alerts.add(Event.firing("alert " + i, SEVERITY, service, now).inGroup("group " + i % groups));
    }
  }

  public static void main(String[] arguments) {
    if (arguments.length == 4 && arguments[0].equals("flow")) {
      onDurableServer(
          server -> {
            try (DrainBenchmark flow =
                new DrainBenchmark(server, 10_000, Integer.parseInt(arguments[2]))) {
              flow.flow(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[3]));
            }
          });
      return;
    }
    int transitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int[] groups = {20, 1_000, transitions};
    if (arguments.length > 1) {
      groups = new int[arguments.length - 1];
      for (int i = 0; i < groups.length; i++) {
        groups[i] = Integer.parseInt(arguments[i + 1]);
      }
    }
    int[] numbers = groups;
    onDurableServer(
        server -> {
          System.out.println(
              "transitions groups step            seconds    per s  us jvm  us pg  us both");
          try (DrainBenchmark warmUp = new DrainBenchmark(server, 5_000, 500)) {
            warmUp.run(false);
            warmUp.run(false);
          }
          for (int number : numbers) {
            try (DrainBenchmark benchmark = new DrainBenchmark(server, transitions, number)) {
              benchmark.run(true);
            }
          }
        });
  }

  private static void onDurableServer(Consumer<EmbeddedPostgres> work) {
    Path folder = TestPostgres.newFolder();
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(
            EmbeddedPostgresConfig.in(folder)
                .withBinariesDir(TestPostgres.binaries())
                .withSettings(STATEMENTS ? COUNT_STATEMENTS : Map.of()))) {
      work.accept(server);
    } finally {
      TestPostgres.delete(folder);
    }
  }

  private void flow(int perSecond, int seconds) {
    measure("open", alerts, false);
    System.out.println("intake transitions  us jvm  us pg  us both  oldest left ms");
    flow(perSecond, seconds, "warm", true);
    for (int i = 0; i < 2; i++) {
      flow(perSecond, seconds, "none", false);
      measure("rest", List.of(), false);
      flow(perSecond, seconds, "runs", true);
    }
  }

  private void flow(int perSecond, int seconds, String name, boolean withIntake) {
    TransitionsCommitted.registerOn(vertx.eventBus());
    TestIntake intake =
        withIntake ? TestIntake.start(vertx, database, "core", () -> now, System.getenv()) : null;
    try {
      ProcessorTime before = ProcessorTime.now(database);
      int posted = 0;
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < seconds * 1_000_000_000L) {
        List<Event> batch = new ArrayList<>();
        List<TransitionsCommitted.Change> changes = new ArrayList<>();
        now = now.plusMillis(10);
        for (int i = 0; i < PER_FLOWING_BATCH; i++) {
          int at = groups + place++ % (alerts.size() - groups);
          Event old = alerts.get(at);
          Event next = old.firing() ? old.resolved() : Event.firing(old.name(), 3, service, now);
          next = next.inGroup(old.groupKey());
          alerts.set(at, next);
          batch.add(next);
          changes.add(
              new TransitionsCommitted.Change(
                  tenant,
                  Fingerprint.of(next.fingerprint()),
                  1,
                  TransitionKind.REOPENED,
                  Severity.SEV3_MEDIUM));
        }
        ingest.post(tenant, source, now, batch);
        posted += batch.size();
        if (intake != null) {
          vertx.eventBus().send(TransitionsCommitted.ADDRESS, new TransitionsCommitted(changes));
        }
        long due = begun + posted * 1_000_000_000L / perSecond;
        LockSupport.parkNanos(due - System.nanoTime());
      }
      ProcessorTime used = ProcessorTime.now(database).since(before);
      System.out.printf(
          "%-6s %11d %7.1f %6.1f %8.1f %15s%n",
          name,
          posted,
          (double) used.jvmMicros() / posted,
          (double) used.postgresMicros() / posted,
          (double) (used.jvmMicros() + used.postgresMicros()) / posted,
          database
              .query("SELECT round(extract(epoch FROM now() - min(at)) * 1000) FROM outbox")
              .get(0));
    } finally {
      if (intake != null) {
        intake.close();
      }
    }
  }

  private void run(boolean print) {
    List<Event> all = alerts.stream().map(e -> e.startedAt(now)).toList();
    List<Event> rest = all.subList(groups, all.size());
    measure("open", all, print);
    for (int i = 0; i < 3 && !rest.isEmpty(); i++) {
      measure("recover", rest.stream().map(Event::resolved).toList(), print);
      Instant again = now;
      rest = rest.stream().map(e -> e.startedAt(again)).toList();
      measure("fire again", rest, print);
    }
    List<Event> end = new ArrayList<>(all.subList(0, groups));
    end.addAll(rest);
    measure("end", end.stream().map(Event::resolved).toList(), print);
  }

  private void measure(String step, List<Event> events, boolean print) {
    for (int from = 0; from < events.size(); from += PER_BATCH) {
      now = now.plusSeconds(1);
      ingest.post(
          tenant, source, now, events.subList(from, Math.min(events.size(), from + PER_BATCH)));
    }
    now = now.plus(Duration.ofMinutes(3));
    int waiting = (int) database.count("SELECT count(*) FROM outbox");
    if (STATEMENTS) {
      database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public");
      database.execute("SELECT public.pg_stat_statements_reset()");
    }
    ProcessorTime before = ProcessorTime.now(database);
    long begun = System.nanoTime();
    try (TestIntake intake =
        TestIntake.start(vertx, database, "core", () -> now, System.getenv())) {
      Await.until(step, PATIENCE, intake::followed, n -> n >= waiting);
      double seconds = (System.nanoTime() - begun) / 1e9;
      ProcessorTime used = ProcessorTime.now(database).since(before);
      if (print) {
        System.out.printf(
            "%11d %6d %-12s %10.2f %8.0f %7.1f %6.1f %8.1f%n",
            waiting,
            groups,
            step,
            seconds,
            waiting / seconds,
            (double) used.jvmMicros() / waiting,
            (double) used.postgresMicros() / waiting,
            (double) (used.jvmMicros() + used.postgresMicros()) / waiting);
        if (STATEMENTS) {
          printStatements(waiting);
        }
      }
    }
  }

  private void printStatements(int transitions) {
    database
        .query(
            """
            SELECT format('%%8s calls %%7s us/transition  %%s', calls, round((total_exec_time * 1000 / %d)::numeric, 1),
                          left(regexp_replace(query, '[[:space:]]+', ' ', 'g'), 120))
              FROM public.pg_stat_statements
             WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
             ORDER BY total_exec_time DESC LIMIT 24\
            """
                .formatted(transitions))
        .forEach(System.out::println);
  }

  @Override
  public void close() {
    ingest.close();
    database.close();
    Await.result(vertx.close());
  }
}
