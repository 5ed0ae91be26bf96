package dev.imas.core.gate;

import dev.imas.fixtures.database.RunningCore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * How long the gate takes while it is asked at a fixed rate, however long its answers take. The
 * time of an answer counts from the moment at which its question was due. Arguments: questions a
 * second, seconds, services. There is a window for ten services, a freeze for twenty, and an open
 * incident for ten.
 */
final class GateBenchmark {

  private static final int MOST_AT_ONCE = 2_000;
  private static final Duration WARM = Duration.ofSeconds(15);

  private GateBenchmark() {}

  public static void main(String[] arguments) throws InterruptedException {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
    int services = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10_000;
    try (RunningCore core = RunningCore.start(Map.of())) {
      fill(core, services);
      try (HttpClient http = HttpClient.newHttpClient()) {
        ask(core, http, services, rate, WARM.toSeconds(), false);
        ask(core, http, services, rate, seconds, true);
      }
      System.out.println(
          core.database.query(
              "SELECT decision || ': ' || count(*) FROM gate_decision GROUP BY decision ORDER BY"
                  + " 1"));
    }
  }

  private static void fill(RunningCore core, int services) {
    core.database.execute(
        """
        INSERT INTO team (tenant_id, id, name)
        SELECT '%1$s', md5('team ' || n)::uuid, 'team ' || n FROM generate_series(1, %2$d / 20) AS n;
        INSERT INTO service (tenant_id, id, name, owner_team_id)
        SELECT '%1$s', md5('service ' || n)::uuid, 'service ' || n, md5('team ' || (n / 20 + 1))::uuid
          FROM generate_series(1, %2$d - 20) AS n;
        INSERT INTO calendar_event (tenant_id, id, type, title, starts_at, time_zone, duration_seconds, ends_by_clock, recurrence, author,
                                    created_at, updated_at)
        SELECT '%1$s', md5('freeze ' || n)::uuid, 4, 'freeze ' || n, date_trunc('hour', localtimestamp) - n %% 60 * interval '1 day',
               'Europe/Paris', 86400, true, CASE WHEN n %% 2 = 0 THEN 'FREQ=WEEKLY' END, 'bench', now(), now()
          FROM generate_series(1, %2$d / 20) AS n;
        INSERT INTO calendar_freeze (tenant_id, event_id, tiers, observes, emergencies, is_limited)
        SELECT '%1$s', md5('freeze ' || n)::uuid, '{1}', n %% 10 = 0, true, n %% 25 <> 0 FROM generate_series(1, %2$d / 20) AS n;
        INSERT INTO freeze_scope (tenant_id, event_id, service_id, is_exception)
        SELECT '%1$s', md5('freeze ' || n)::uuid, md5('service ' || (n * 17 + k))::uuid, false
          FROM generate_series(1, %2$d / 20) AS n, generate_series(1, 5) AS k WHERE n %% 25 <> 0;
        INSERT INTO calendar_event (tenant_id, id, type, title, starts_at, time_zone, duration_seconds, ends_by_clock, author, created_at,
                                    updated_at)
        SELECT '%1$s', md5('window ' || n)::uuid, 2, 'window ' || n, localtimestamp, 'UTC', 7200, true, 'bench', now(), now()
          FROM generate_series(1, %2$d / 10) AS n;
        INSERT INTO deployment_window (tenant_id, event_id, environment_id, starts_on, ends_on, sha, rollback_plan, digest, status,
                                       created_by, reminders)
        SELECT '%1$s', md5('window ' || n)::uuid, (SELECT id FROM environment WHERE tenant_id = '%1$s' AND name = 'prod'),
               now() + (n %% 48 - 24) * interval '1 hour', now() + (n %% 48 - 22) * interval '1 hour', '', 'back', '\\x00',
               CASE WHEN n %% 48 = 24 THEN 2 ELSE 1 END, 'bench', 3
          FROM generate_series(1, %2$d / 10) AS n;
        INSERT INTO window_service (tenant_id, event_id, service_id)
        SELECT '%1$s', md5('window ' || n)::uuid, md5('service ' || n * 9)::uuid FROM generate_series(1, %2$d / 10) AS n;
        ANALYZE\
        """
            .formatted(core.tenant, services));
    for (int i = 0; i < services / 10; i++) {
      RunningCore.Reply made =
          core.post(
              "/api/v1/incidents",
              "{\"title\":\"Burns %1$d\",\"service\":\"service %2$d\",\"severity\":\"SEV%3$d\",\"page\":false}"
                  .formatted(i, i * 9 + 5, i % 4 + 1));
      if (made.status() != 201) {
        throw new IllegalStateException(made.http().body());
      }
    }
    core.database.execute("ANALYZE");
  }

  private static void ask(
      RunningCore core, HttpClient http, int services, int rate, long seconds, boolean isMeasured)
      throws InterruptedException {
    int questions = Math.toIntExact(rate * seconds);
    AtomicLongArray nanos = new AtomicLongArray(questions);
    Map<String, Integer> failed = new ConcurrentHashMap<>();
    Semaphore slots = new Semaphore(MOST_AT_ONCE);
    SplittableRandom random = new SplittableRandom(47);
    long begun = System.nanoTime();
    for (int i = 0; i < questions; i++) {
      int question = i;
      long due = begun + i * 1_000_000_000L / rate;
      LockSupport.parkNanos(due - System.nanoTime());
      slots.acquire();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/api/v1/gate"))
              .header("authorization", "Bearer " + core.token)
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"service\":\"service %d\",\"environment\":\"%s\",\"sha\":\"%016x\",\"run\":{\"id\":\"%s-%d\"}}"
                          .formatted(
                              1 + random.nextInt(services - 20),
                              random.nextInt(4) == 0 ? "staging" : "prod",
                              random.nextLong(),
                              isMeasured ? "run" : "warm",
                              i)))
              .build();
      http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
          .whenComplete(
              (response, failure) -> {
                nanos.set(question, System.nanoTime() - due);
                if (failure != null) {
                  failed.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
                } else if (response.statusCode() != 200) {
                  failed.merge(
                      response.body().replaceAll("[0-9a-f-]{36}|[0-9]+(?!\\d)", "N"),
                      1,
                      Integer::sum);
                }
                slots.release();
              });
    }
    slots.acquire(MOST_AT_ONCE);
    if (isMeasured) {
      long[] all = new long[questions];
      Arrays.setAll(all, nanos::get);
      Arrays.sort(all);
      System.out.printf(
          Locale.ROOT,
          "%d questions at %d a second, failed %s: p50 %.1f ms, p95 %.1f, p99 %.1f, most %.1f%n",
          questions,
          rate,
          failed,
          all[questions / 2] / 1e6,
          all[questions * 95 / 100] / 1e6,
          all[questions * 99 / 100] / 1e6,
          all[questions - 1] / 1e6);
    }
  }
}
