package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.ImasProcess;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.TcpProxy;
import dev.imas.fixtures.database.PostgresPair;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL fails over below the product, in order and not: what was answered 202 is there once,
 * and works again by itself (OPS-10; traps W1 to W5). What counts is what the sender has seen, and
 * what the servers hold.
 */
final class DatabaseFailoverIT {

  private static final Duration ANSWER = Duration.ofSeconds(8);

  /** A short run shares its processors with other tests; the goal is a long run's. */
  private static final Duration SOON =
      FaultRun.span(Duration.ofSeconds(5), Duration.ofMillis(1_500));

  private final Vertx vertx = Vertx.vertx();
  private final Path folder = TestPostgres.newFolder();
  private final PostgresPair servers = PostgresPair.start();
  private final TcpProxy address = TcpProxy.start(vertx, "127.0.0.1", servers.first().port());
  private ImasProcess imas;
  private SteadySender sender;

  @BeforeEach
  void start() {
    Map<String, String> environment = new HashMap<>();
    environment.put("IMAS_DATABASE_URL", servers.config(address.port()).url().reveal());
    environment.put("IMAS_ENCRYPTION_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    imas = new ImasProcess(folder, environment).start();
    sender = new SteadySender(imas.gateway());
  }

  @AfterEach
  void stop() {
    sender.close();
    imas.kill();
    address.close();
    servers.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  private static Set<String> names(PostgresPair.Server server) {
    return Set.copyOf(server.query("SELECT name FROM alert"));
  }

  /** Each is there, was counted once, and burns in an incident. */
  private void eachIsThereOnce(PostgresPair.Server server) {
    Set<String> acknowledged = sender.acknowledged();
    assertThat(names(server)).containsAll(acknowledged);
    assertThat(server.query("SELECT name FROM alert WHERE fire_count <> 1 OR dedup_count <> 0"))
        .as("counted twice")
        .isEmpty();
    Await.until(
        "an incident of each",
        () ->
            server.count(
                "SELECT count(*) FROM alert_progress WHERE firing AND incident_id IS NOT NULL"),
        n -> n >= acknowledged.size());
    assertThat(server.query("SELECT figure FROM recount_ledger()")).isEmpty();
  }

  private List<String> notReady() {
    return imas.readiness().stream().filter(body -> body.contains("not_ready")).toList();
  }

  @Test
  void theAddressLeadsToAStandbyForAWhile() {
    sender.start(50);
    sender.awaitAcknowledged(50);

    address.leadTo(servers.second().port());
    address.cut();
    sender.awaitRefused(FaultRun.times(150, 500));
    assertThat(notReady()).hasSize(3).allMatch(body -> body.contains("standby"));

    address.leadTo(servers.first().port());
    assertThat(sender.nextAcknowledged()).isLessThan(Duration.ofSeconds(5));
    Await.until("each role to be ready", this::notReady, List::isEmpty);
    sender.stop();
    eachIsThereOnce(servers.first());
    assertThat(
            imas.output()
                .lines()
                .filter(line -> line.contains("The connection to the database is lost"))
                .count())
        .isEqualTo(1);
  }

  @Test
  void twoServersTakeWrites() {
    sender.start(50);
    sender.awaitAcknowledged(50);
    servers.second().promote();
    address.leadTo(servers.second().port());
    Await.until(
        "one connection to be lost",
        () ->
            servers
                .first()
                .count(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM
                      (SELECT pid FROM pg_stat_activity
                        WHERE application_name LIKE 'imas-ingest-%' LIMIT 1) AS one\
                    """),
        n -> n > 0);
    Await.until("no session at the older one", servers.first()::sessions, n -> n == 0);
    Set<String> ofTheOlder = names(servers.first());

    sender.forgetAcknowledged();
    sender.awaitAcknowledged(50);
    address.leadTo(servers.first().port());
    address.cut();
    long cut = System.nanoTime();
    Await.until("no role to be ready", this::notReady, all -> all.size() == 3);
    assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(5));
    assertThat(notReady())
        .allMatch(body -> body.contains("timeline 1") && body.contains("timeline 2"));
    sender.awaitRefused(50);
    sender.stop();

    assertThat(names(servers.second())).containsAll(sender.acknowledged());
    assertThat(names(servers.first())).as("written to the older one").isEqualTo(ofTheOlder);
  }

  @Test
  void noStandbyConfirmsCommitsAndSomebodyCancelsTheirWait() {
    servers.first().replicateTo("second");
    sender.start(20);
    sender.awaitAcknowledged(20);
    servers.second().kill();
    // What was on its way when the standby died may still be answered.
    sender.awaitRefused(1);
    sender.forgetAcknowledged();

    long died = System.nanoTime();
    Await.until(
        "each role to say it",
        this::notReady,
        all -> all.size() == 3 && all.stream().allMatch(body -> body.contains("standby")));
    assertThat(Duration.ofNanos(System.nanoTime() - died)).isLessThan(Duration.ofSeconds(5));
    int cancelled = 0;
    int most = FaultRun.times(5, 20);
    while (cancelled < most) {
      cancelled +=
          (int)
              servers
                  .first()
                  .count(
                      """
                      SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
                       WHERE wait_event = 'SyncRep'\
                      """);
      sender.awaitMore(10);
    }
    assertThat(sender.acknowledged()).as("acknowledged without a copy").isEmpty();
    assertThat(sender.slowest()).isLessThan(ANSWER);
    assertThat(servers.first().sessions()).as("sessions that wait").isLessThan(90);

    servers.second().start();
    assertThat(sender.nextAcknowledged()).isLessThan(Duration.ofSeconds(5));
    Await.until("each role to be ready", this::notReady, List::isEmpty);
    sender.stop();
    assertThat(names(servers.first())).containsAll(sender.acknowledged());
    assertThat(servers.first().query("SELECT figure FROM recount_ledger()")).isEmpty();
    assertThat(names(servers.second()).stream().collect(Collectors.toSet()))
        .containsAll(sender.acknowledged());
  }

  @Test
  void theStandbyIsPromotedInAStorm() {
    servers.first().replicateTo("second");
    sender.start(200);
    sender.awaitAcknowledged(400);

    servers.first().kill();
    servers.second().promote();
    address.leadTo(servers.second().port());
    address.cut();
    assertThat(sender.nextAcknowledged()).isLessThan(SOON);
    sender.awaitMore(200);
    sender.stop();

    eachIsThereOnce(servers.second());
  }
}
