package dev.imas.e2e.fault;

import dev.imas.core.CoreRole;
import dev.imas.core.feature.Feature;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Database;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Role;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import dev.imas.core.scheduler.TimerKind.Fired;
import dev.imas.core.scheduler.TimerKind.Lane;
import dev.imas.fixtures.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Core in a JVM of its own, to be killed. It runs as everywhere, with one more kind of timer, whose
 * effect is a row that can be written only once.
 */
final class TimedCore {

  static final String KIND = "fault-effect";

  /** Prints a line when its timers run. */
  static final String READY = "ready";

  private static final String EFFECT =
      """
      INSERT INTO effect (tenant_id, subject, due_at, process)
      SELECT $1, n.subject, n.due_at, $4 FROM unnest($2::text[], $3::timestamptz[]) AS n(subject, due_at)\
      """;

  private TimedCore() {}

  /**
   * @param args the database's URL
   */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Settings settings =
        new Settings(
            Map.of("IMAS_CORE_PORT", "0", "IMAS_CORE_HOST", "127.0.0.1"), new Properties());
    Role.Setup setup =
        new CoreRole()
            .with(
                core ->
                    new Feature() {
                      @Override
                      public List<TimerKind> timers() {
                        return List.of(TimerKind.of(KIND, Lane.URGENT, TimedCore::fire));
                      }
                    })
            .configure(settings);
    settings.throwIfFaulty();
    InstantSource clock = InstantSource.system();
    Await.result(
        setup.start(
            new Platform(
                vertx,
                new Database(vertx, DatabaseConfig.parse(args[0])),
                clock,
                new SimpleMeterRegistry(),
                new SecretBox(new byte[32]),
                clock.instant(),
                "test")));
    System.out.println(READY);
  }

  /** It takes a moment, so that some are killed in the middle. */
  private static Future<Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    return tx.connection()
        .preparedQuery(EFFECT)
        .execute(
            Tuple.of(
                tenant.value(),
                due.stream().map(DueTimer::subject).toArray(String[]::new),
                due.stream().map(t -> Rows.time(t.dueAt())).toArray(OffsetDateTime[]::new),
                ProcessHandle.current().pid()))
        .compose(written -> tx.connection().query("SELECT pg_sleep(0.02)").execute())
        .map(done -> new Fired("done"));
  }
}
