package dev.imas.core.scheduler;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.platform.WorkerHealth;
import dev.imas.core.scheduler.TimerKind.Fired;
import dev.imas.core.scheduler.TimerKind.Lane;
import dev.imas.core.scheduler.TimerKind.Work;
import dev.imas.core.work.Backoff;
import dev.imas.core.work.Poll;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Schedulers on a database of their own, and a kind of timer whose effect is a row that can be
 * written once.
 */
final class TimerScene implements AutoCloseable {

  static final TenantId ONE = new TenantId(UUID.fromString("01890000-0000-7000-8000-000000000001"));
  static final TenantId TWO = new TenantId(UUID.fromString("01890000-0000-7000-8000-000000000002"));
  static final String KIND = "test-effect";
  static final Duration POLL = Duration.ofMillis(200);

  final TestDatabase database = TestDatabase.create();
  final Vertx vertx = Vertx.vertx();
  final MeterRegistry meters = new SimpleMeterRegistry();
  final Timers timers = new Timers(vertx.eventBus(), InstantSource.system());
  final Transactions transactions;
  private final Platform platform;
  private final List<Pool> pools = new ArrayList<>();
  private final List<String> deployed = new ArrayList<>();

  TimerScene() {
    platform =
        new Platform(
            vertx,
            new Database(vertx, database.config()),
            InstantSource.system(),
            meters,
            new SecretBox(new byte[32]),
            InstantSource.system().instant(),
            "test");
    transactions = transactions(8);
    database.execute(
        """
        CREATE TABLE effect (tenant_id uuid, subject text, due_at timestamptz, at timestamptz DEFAULT clock_timestamp(),
                             PRIMARY KEY (tenant_id, subject));
        GRANT SELECT, INSERT ON effect TO imas_app\
        """);
  }

  Transactions transactions(int connections) {
    Pool pool =
        platform
            .database()
            .pool(DatabaseConfig.Login.APP, "test", connections, Duration.ofSeconds(15));
    pools.add(pool);
    return new Transactions(pool);
  }

  /** Writes a row for each timer; a second row for the same timer fails. */
  static Future<Fired> effect(Tx tx, TenantId tenant, List<DueTimer> due) {
    return tx.connection()
        .preparedQuery(
            "INSERT INTO effect (tenant_id, subject, due_at) SELECT $1, * FROM unnest($2::text[],"
                + " $3::timestamptz[])")
        .execute(
            Tuple.of(
                tenant.value(),
                due.stream().map(DueTimer::subject).toArray(String[]::new),
                due.stream().map(t -> Rows.time(t.dueAt())).toArray(OffsetDateTime[]::new)))
        .map(rows -> new Fired(rows.rowCount() + " done"));
  }

  static TimerKind urgent(TimerKind.Handler handler) {
    return urgent(KIND, handler);
  }

  static TimerKind urgent(String name, TimerKind.Handler handler) {
    return new TimerKind(
        name,
        Lane.URGENT,
        new Work.InTransaction(handler, 100),
        new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)));
  }

  void start(TimerKind... kinds) {
    start(List.of(), Duration.ofSeconds(30), kinds);
  }

  void start(List<Scheduler.Recurring> recurring, Duration lease, TimerKind... kinds) {
    Scheduler scheduler =
        new Scheduler(
            platform,
            transactions(3),
            transactions(8),
            recurring,
            List.of(kinds),
            new Scheduler.Pace(POLL, lease, 2),
            condition -> Poll.every(POLL),
            new WorkerHealth("timers_urgent", Duration.ofSeconds(20), InstantSource.system()),
            new WorkerHealth("timers", Duration.ofSeconds(20), InstantSource.system()));
    deployed.add(
        Await.result(
            vertx.deployVerticle(
                scheduler,
                new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))));
  }

  void set(TenantId tenant, Collection<NewTimer> some) {
    Await.result(transactions.run(tenant, tx -> timers.set(tx, some)));
  }

  void set(TenantId tenant, NewTimer one) {
    set(tenant, List.of(one));
  }

  /** Inserts that many timers directly, due at that time from now. */
  void store(TenantId tenant, String kind, int count, String dueIn) {
    database.execute(
        """
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
        SELECT '%1$s', '%2$s', 's' || n, now() + interval '%3$s', now() + interval '%3$s', true
          FROM generate_series(1, %4$d) AS n\
        """
            .formatted(tenant, kind, dueIn, count));
  }

  long effects() {
    return database.count("SELECT count(*) FROM effect");
  }

  void awaitEffects(long count) {
    Await.until(count + " effects", Duration.ofSeconds(30), this::effects, n -> n == count);
  }

  Map<String, Long> effectsByTenant() {
    return Map.of(
        "one",
        database.count("SELECT count(*) FROM effect WHERE tenant_id = '" + ONE + "'"),
        "two",
        database.count("SELECT count(*) FROM effect WHERE tenant_id = '" + TWO + "'"));
  }

  @Override
  public void close() {
    deployed.forEach(id -> Await.result(vertx.undeploy(id)));
    pools.forEach(pool -> Await.result(pool.close()));
    Await.result(vertx.close());
    database.close();
  }
}
