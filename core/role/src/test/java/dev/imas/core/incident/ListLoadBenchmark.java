package dev.imas.core.incident;

import dev.imas.fixtures.database.RunningCore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long core's reads take in an open loop: requests are sent at a rate, whether or not earlier
 * ones were answered. The time counts from when a request was due. 100,000 incidents and alerts are
 * stored, nearly all of them resolved. Arguments: requests a second, seconds of a round, rounds.
 */
final class ListLoadBenchmark {

  private static final int STORED = 100_000;
  private static final int WARM_UP_SECONDS = 15;
  private static final long REFUSED = Long.MAX_VALUE;

  private final RunningCore core;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> paths;

  private ListLoadBenchmark(RunningCore core) {
    this.core = core;
    String id = core.get("/api/v1/incidents?limit=1").json().at("/items/0/id").asText();
    this.paths =
        List.of(
            "/api/v1/incidents",
            "/api/v1/incidents?status=TRIGGERED&status=ACKNOWLEDGED",
            "/api/v1/incidents?service=service%207",
            "/api/v1/incidents/" + id,
            "/api/v1/alerts?status=FIRING",
            "/api/v1/alerts?incident=" + id,
            "/api/v1/teams",
            "/api/v1/services/service%207");
  }

  public static void main(String[] arguments) {
    int perSecond = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    try (RunningCore core =
        RunningCore.start(
            Map.of(
                "IMAS_CORE_TOKEN_CACHE", "2s",
                "IMAS_CORE_CALLER_RATE", "1000000",
                "IMAS_CORE_CALLER_AT_ONCE", "10000"))) {
      ListBenchmark.fill(core, STORED, STORED);
      ListLoadBenchmark benchmark = new ListLoadBenchmark(core);
      benchmark.round(perSecond, WARM_UP_SECONDS);
      System.out.println("answered  refused   p50, ms   p95, ms   p99, ms   longest, ms");
      for (int i = 0; i < rounds; i++) {
        benchmark.print(benchmark.round(perSecond, seconds));
      }
    }
  }

  private void print(long[] all) {
    long[] nanos = Arrays.stream(all).filter(n -> n != REFUSED).toArray();
    System.out.printf(
        Locale.ROOT,
        "%8d  %7d  %8.2f  %8.2f  %8.2f  %8.2f%n",
        nanos.length,
        all.length - nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 95 / 100] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }

  /** Sorted nanoseconds of each request. */
  private long[] round(int perSecond, int seconds) {
    List<CompletableFuture<Long>> times = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      long due = begun + i * (TimeUnit.SECONDS.toNanos(1) / perSecond);
      for (long left; (left = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      String path = paths.get(i % paths.size());
      times.add(
          http.sendAsync(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + path))
                      .header("authorization", "Bearer " + core.token)
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .thenApply(
                  response -> response.statusCode() == 200 ? System.nanoTime() - due : REFUSED));
    }
    long[] nanos = times.stream().mapToLong(CompletableFuture::join).toArray();
    Arrays.sort(nanos);
    return nanos;
  }
}
