package dev.imas.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes of core on one database are killed at random while timers become due. Each timer
 * fires once, and within a second while a process lives.
 */
final class TimersKilledIT {

  /** A build shares its processors with other work, so the bound is that of the long run. */
  private static final Duration LATEST =
      FaultRun.span(Duration.ofSeconds(5), Duration.ofSeconds(1));

  private static final Duration START = Duration.ofSeconds(90);

  private final int timers = FaultRun.times(1_000, 10_000);
  private final Duration span = FaultRun.span(Duration.ofSeconds(25), Duration.ofMinutes(10));
  private final Random random = FaultRun.random("kill -9 of core while timers are due");
  private final Path folder = TestPostgres.newFolder();
  private final EmbeddedPostgres postgres =
      EmbeddedPostgres.start(
          EmbeddedPostgresConfig.in(folder).withBinariesDir(TestPostgres.binaries()));
  private final TestDatabase database = TestDatabase.createOn(postgres);
  private final List<Core> cores = List.of(new Core("one"), new Core("two"));

  /** From when to when at least one process was ready. */
  private final List<Alive> lives = new ArrayList<>();

  private int kills;

  private record Alive(Instant from, Instant to) {}

  private record Fired(Instant due, Instant at) {}

  /** A process, and the one that replaces it after a kill. */
  private final class Core {

    private final Path log;
    private @Nullable Process process;

    Core(String name) {
      this.log = folder.resolve(name + ".log");
    }

    void launch() {
      DatabaseConfig to = database.config();
      String url =
          "postgresql://%s:%s@%s:%d/%s?sslmode=disable"
              .formatted(
                  to.user(),
                  URLEncoder.encode(to.password().reveal(), StandardCharsets.UTF_8),
                  to.host(),
                  to.port(),
                  to.database());
      try {
        process =
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    TimedCore.class.getName(),
                    url)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void awaitReady() {
      Await.until("core to be ready; see " + log, START, this::isReady, is -> is);
    }

    private boolean isReady() {
      try {
        String said = Files.readString(log);
        if (process != null && !process.isAlive()) {
          throw new AssertionError(said);
        }
        return said.contains(TimedCore.READY);
      } catch (IOException e) {
        return false;
      }
    }

    /** Sends SIGKILL, and waits for the end of the process. */
    void kill() {
      Process running = process;
      if (running != null) {
        running.destroyForcibly();
        try {
          assertThat(running.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      process = null;
    }
  }

  @AfterEach
  void close() {
    cores.forEach(Core::kill);
    database.close();
    postgres.close();
    TestPostgres.delete(folder);
  }

  @Test
  void eachTimerFiresOnceAndWithinASecondWhileAProcessLives() {
    cores.forEach(Core::launch);
    cores.forEach(Core::awaitReady);
    setTimers();
    Instant alive = Instant.now();
    Instant end = alive.plus(span);

    while (Instant.now().isBefore(end) && left() > 0) {
      awaitMoreFired(1 + random.nextInt((int) (3L * timers / span.toSeconds())));
      if (random.nextInt(6) == 0) {
        Instant gone = Instant.now();
        cores.forEach(Core::kill);
        kills += 2;
        lives.add(new Alive(alive, gone));
        cores.forEach(Core::launch);
        cores.get(0).awaitReady();
        alive = Instant.now();
        cores.get(1).awaitReady();
      } else {
        Core one = cores.get(random.nextInt(2));
        one.kill();
        kills++;
        one.launch();
        one.awaitReady();
      }
    }
    Await.until("no timer to be left", Duration.ofSeconds(30), this::left, left -> left == 0);
    lives.add(new Alive(alive, Instant.now()));

    assertThat(database.count("SELECT count(*) FROM effect")).isEqualTo(timers);
    assertThat(database.query("SELECT subject FROM effect WHERE at < due_at"))
        .as("fired early")
        .isEmpty();
    List<Duration> late = fired().stream().map(this::lateWhileAlive).sorted().toList();
    System.out.printf(
        "%d timers, %d kills in %d s, alive in %d spans: late p50 %d, p99 %d, most %d ms; by the"
            + " clock alone, most %s s%n",
        timers,
        kills,
        span.toSeconds(),
        lives.size(),
        late.get(timers / 2).toMillis(),
        late.get(timers * 99 / 100).toMillis(),
        late.getLast().toMillis(),
        database.query("SELECT extract(epoch FROM max(at - due_at)) FROM effect").getFirst());
    assertThat(kills).isGreaterThanOrEqualTo(FaultRun.times(2, 50));
    assertThat(late.getLast()).isLessThan(LATEST);
  }

  /** Some alone, some by the hundred. */
  private void setTimers() {
    database.execute(
        """
        CREATE TABLE effect (tenant_id uuid, subject text, due_at timestamptz, at timestamptz DEFAULT clock_timestamp(),
                             process bigint, PRIMARY KEY (tenant_id, subject));
        GRANT INSERT ON effect TO imas_app;
        SELECT setseed(%s);
        INSERT INTO timer (tenant_id, kind, subject, due_at, try_at, elapses)
        SELECT lpad(to_hex(1 + n %% 7), 32, '0')::uuid, '%s', n::text, d.at, d.at, false
          FROM generate_series(1, %d) AS n
         CROSS JOIN LATERAL (SELECT now() + interval '1 s' + %d * interval '1 s'
                                    * CASE WHEN n %% 2 = 0 THEN random() ELSE (n / 200)::float8 / (%3$d / 200) END AS at) AS d\
        """
            .formatted(random.nextDouble(), TimedCore.KIND, timers, span.toSeconds() - 2));
  }

  /** So that a kill comes at any moment of the work. */
  private void awaitMoreFired(int more) {
    long before = left();
    Await.until(
        more + " more timers to fire",
        Duration.ofSeconds(60),
        this::left,
        left -> left <= Math.max(0, before - more));
  }

  private long left() {
    return database.count("SELECT count(*) FROM timer WHERE kind = '" + TimedCore.KIND + "'");
  }

  private List<Fired> fired() {
    return database
        .query("SELECT extract(epoch FROM due_at) || ' ' || extract(epoch FROM at) FROM effect")
        .stream()
        .map(row -> row.split(" "))
        .map(row -> new Fired(instant(row[0]), instant(row[1])))
        .toList();
  }

  private static Instant instant(String epoch) {
    return Instant.EPOCH.plusNanos(new BigDecimal(epoch).movePointRight(9).longValue());
  }

  /** The longest time for which a timer was due and had not fired while some process lived. */
  private Duration lateWhileAlive(Fired one) {
    Duration longest = Duration.ZERO;
    for (Alive alive : lives) {
      Instant from = one.due().isAfter(alive.from()) ? one.due() : alive.from();
      Instant to = one.at().isBefore(alive.to()) ? one.at() : alive.to();
      Duration both = Duration.between(from, to);
      longest = both.compareTo(longest) > 0 ? both : longest;
    }
    return longest;
  }
}
