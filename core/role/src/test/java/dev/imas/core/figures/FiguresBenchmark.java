package dev.imas.core.figures;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long figures take over HTTP, with so many incidents in each of two years. Arguments:
 * incidents a year, requests of each kind.
 */
final class FiguresBenchmark {

  private FiguresBenchmark() {}

  public static void main(String[] arguments) {
    int incidents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int requests = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    try (RunningCore core = RunningCore.start()) {
      fill(core, incidents);
      System.out.println("    p50      p95  path");
      for (String path :
          List.of(
              "summary",
              "summary?period=90d",
              "summary?period=1y",
              "summary?period=1y&team=team%20of%20service%207",
              "trend",
              "trend?granularity=minute&start_date=" + core.now().minusSeconds(7_200),
              "trend?period=1y&by=service",
              "trend?period=1y&granularity=week&by=team",
              "by-service?period=1y",
              "top-offenders?period=1y",
              "heatmap",
              "heatmap?period=1y")) {
        measure(core, "/api/v1/metrics/" + path, requests);
      }
    }
  }

  private static void measure(RunningCore core, String path, int requests) {
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      long begun = System.nanoTime();
      RunningCore.Reply reply = core.get(path);
      nanos.add(System.nanoTime() - begun);
      if (reply.status() != 200) {
        throw new IllegalStateException(path + " answers " + reply.http().body());
      }
    }
    Collections.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%7.1f  %7.1f  %s%n",
        nanos.get(requests / 2) / 1e6,
        nanos.get(requests * 95 / 100) / 1e6,
        path);
  }

  /** Of 50 services in two years and a day, in an order of their own, beside another tenant's. */
  static void fill(RunningCore core, int incidents) {
    for (int i = 0; i < 50; i++) {
      core.service("service " + i);
    }
    core.tokenOfAnotherTenant("another", "read");
    core.database.execute(
        """
        SET session_replication_role = replica; -- the other tenant has no services
        INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, group_key,
                              created_by, detected_at, created_at, acknowledged_at, resolved_at, updated_at)
        SELECT o.tenant_id, gen_random_uuid(), 'INC-' || n, 'Incident ' || n, repeat('What the sender said. ', 20), s.id,
               1 + n %% 4, CASE WHEN n %% 500 = 0 THEN 'TRIGGERED' ELSE 'RESOLVED' END,
               'alert', 'group ' || n, 'system', t, t,
               CASE WHEN n %% 500 <> 0 THEN t + random() * interval '1 hour' END,
               CASE WHEN n %% 500 <> 0 THEN t + interval '1 hour' + random() * interval '5 hours' END, t
          FROM generate_series(1, %1$d) AS n
         CROSS JOIN LATERAL (SELECT now() - n * (interval '731 days' / %1$d) AS t) AS time
          JOIN service s ON s.name = 'service ' || n %% 50
         CROSS JOIN (SELECT tenant_id FROM tenant WHERE tenant_id <> '00000000-0000-0000-0000-000000000000') AS o;
        RESET session_replication_role\
        """
            .formatted(2 * incidents));
    Await.until(
        "a vacuum that sees all rows committed",
        () -> {
          core.database.execute("VACUUM ANALYZE incident");
          return core.database.count(
              "SELECT relpages - relallvisible FROM pg_class WHERE relname = 'incident'");
        },
        left -> left == 0);
  }
}
