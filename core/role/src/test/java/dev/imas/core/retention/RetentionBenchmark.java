package dev.imas.core.retention;

import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.TestDatabase;
import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Disk and recount over a simulated quarter: by default ten million distinct alerts in 91 days. The
 * clocks of core and of PostgreSQL (by libfaketime) are moved a day at a time, so that partitions
 * are made and dropped as in production.
 *
 * <p>Arguments: the number of alerts, the number of days, and how many connections post; the
 * default is {@code 10000000 91 2}. A day takes seconds, which is too short for autovacuum, so it
 * naps for a second here instead of a minute. A statement in progress while the clock moves hits
 * its timeout; core tries it again.
 */
final class RetentionBenchmark {

  private static final Path FAKETIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
  private static final String CLOCK_FILE = "FAKETIME_TIMESTAMP_FILE";

  private static final String SIZES =
      """
      SELECT concat_ws(' ', pg_database_size(current_database()) >> 20,
                       (SELECT string_agg(round(s.bytes / 1048576)::text, ' ' ORDER BY t.place)
                          FROM unnest(ARRAY ['alert_state', 'alert_progress', 'incident_alert', 'transition', 'delivery',
                                             'timeline', 'incident']) WITH ORDINALITY AS t(name, place)
                         CROSS JOIN LATERAL (
                           SELECT sum(pg_total_relation_size(c.oid)) AS bytes FROM pg_class c
                            WHERE c.relkind = 'r' AND c.relname ~ ('^' || t.name || '(_p[0-9]{8})?$')) AS s))\
      """;

  private RetentionBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String clock = System.getenv(CLOCK_FILE);
    if (clock == null) {
      System.exit(inMovedTime(arguments));
    }
    int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
    int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 91;
    int posters = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    run(Path.of(clock), alerts, days, posters);
    System.exit(0);
  }

  /** The same program, with a clock that a file sets. */
  private static int inMovedTime(String[] arguments) throws IOException, InterruptedException {
    if (!Files.exists(FAKETIME)) {
      System.err.println("There is no " + FAKETIME + ": install the package libfaketime.");
      return 2;
    }
    Path folder = TestPostgres.newFolder(); // The server's user can read it.
    Path clock = folder.resolve("clock");
    Files.writeString(clock, "+0\n");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-cp",
            System.getProperty("java.class.path"),
            RetentionBenchmark.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_PRELOAD",
                FAKETIME.toString(),
                CLOCK_FILE,
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"));
    try {
      return builder.start().waitFor();
    } finally {
      TestPostgres.delete(folder);
    }
  }

  private static void run(Path clockFile, int alerts, int days, int posters) throws IOException {
    Map<String, String> settings = new HashMap<>(SimulatedQuarter.KEEP);
    settings.put("IMAS_CORE_INTAKE_GATHER", "20ms");
    Path folder = TestPostgres.newFolder();
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                EmbeddedPostgresConfig.in(folder)
                    .withBinariesDir(TestPostgres.binaries())
                    .withSettings(Map.of("autovacuum_naptime", "1s")));
        RunningCore core = RunningCore.startOn(TestDatabase.createOn(server), settings);
        SimulatedQuarter quarter = new SimulatedQuarter(core, posters)) {
      System.out.println(
          "week  alerts so far  alert rows  incidents  database MB | alert progress link journal"
              + " delivery timeline incident | differences  recount s  removal s  week s");
      long upkeepNanos = 0;
      long began = System.nanoTime();
      for (int day = 1; day <= days; day++) {
        moveTo(core, clockFile, day);
        quarter.alertsOfADay(day, alerts / days);
        long before = System.nanoTime();
        quarter.upkeepOfADay();
        upkeepNanos += System.nanoTime() - before;
        if (day % 7 == 0) {
          report(core, quarter, day, alerts / days, upkeepNanos, System.nanoTime() - began);
          upkeepNanos = 0;
          began = System.nanoTime();
        }
      }
      System.out.println(
          "gone "
              + core.database.query("SELECT alerts FROM alert_closed")
              + "; one batch of alerts takes "
              + Math.round(
                  core.meters
                      .get("imas.retention.batch")
                      .tag("table", "alert")
                      .timer()
                      .mean(TimeUnit.MICROSECONDS))
              + " us on average, "
              + Math.round(
                  core.meters
                      .get("imas.retention.batch")
                      .tag("table", "alert")
                      .timer()
                      .max(TimeUnit.MILLISECONDS))
              + " ms at most lately");
    } finally {
      TestPostgres.delete(folder);
    }
  }

  private static void report(
      RunningCore core, SimulatedQuarter quarter, int day, int perDay, long upkeep, long week) {
    String[] sizes = core.database.query(SIZES).get(0).split(" ", 2);
    long before = System.nanoTime();
    int differences = quarter.imbalance().size();
    double recount = (System.nanoTime() - before) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%4d  %13d  %10d  %9d  %11s | %s | %11d  %9.1f  %9.1f  %6.1f%n",
        day / 7,
        (long) day * perDay,
        quarter.rows("alert_state"),
        quarter.rows("incident"),
        sizes[0],
        sizes[1],
        differences,
        recount,
        upkeep / 1e9,
        week / 1e9);
  }

  /** Core's clock, and the file from which the server's processes take theirs within a second. */
  private static void moveTo(RunningCore core, Path clockFile, int day) throws IOException {
    Files.writeString(clockFile, "+" + day + "d\n");
    Instant expected = core.now().plus(Duration.ofDays(1)).minus(Duration.ofHours(1));
    core.clock.move(Duration.ofDays(1).minusMinutes(10));
    Await.until(
        "PostgreSQL's clock to be moved",
        () ->
            Instant.ofEpochSecond(core.database.count("SELECT extract(epoch FROM now())::bigint")),
        now -> now.isAfter(expected));
  }
}
