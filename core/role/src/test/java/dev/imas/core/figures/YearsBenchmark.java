package dev.imas.core.figures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.figures.FigureCuts.Chosen;
import dev.imas.fixtures.database.RunningCore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long figures of three years take over HTTP, whether they are those of the incidents, and what
 * packing them costs. Arguments: incidents, cuts, how many of the cuts are compared with SQL.
 */
final class YearsBenchmark {

  private static final int DAYS = 1_095;
  private static final int SERVICES = 40;

  private YearsBenchmark() {}

  public static void main(String[] arguments) {
    int incidents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000_000;
    int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    int compared = arguments.length > 2 ? Integer.parseInt(arguments[2]) : count;
    try (RunningCore core = RunningCore.start()) {
      long begun = System.nanoTime();
      fill(core, incidents);
      say("%d incidents of %d services written in %.0f s", incidents, SERVICES, since(begun));
      begun = System.nanoTime();
      String outcome = core.sweep("figures");
      while (!outcome.startsWith("0 ")) {
        outcome = core.sweep("figures");
      }
      say("packed in %.1f s", since(begun));
      sizes(core);
      FigureCuts cuts = new FigureCuts(core, new Random(1), DAYS - 1, SERVICES);
      List<Chosen> chosen = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        chosen.add(cuts.choose());
      }
      List<String> told = measure("first round", cuts, chosen);
      measure("second round", cuts, chosen);
      pages(cuts);
      int differing = 0;
      begun = System.nanoTime();
      for (int i = 0; i < compared; i++) {
        if (!cuts.counted(chosen.get(i)).equals(told.get(i))) {
          differing++;
          say("differs: %s%n  %s%n  %s", chosen.get(i), told.get(i), cuts.counted(chosen.get(i)));
        }
      }
      say(
          "%d of %d cuts differ from SQL, which took %.2f s each",
          differing, compared, since(begun) / Math.max(1, compared));
      purge(core);
      List<String> after = measure("after the purge of a month", cuts, chosen);
      int lost = 0;
      for (int i = 0; i < count; i++) {
        lost += after.get(i).equals(told.get(i)) ? 0 : 1;
      }
      say("%d of %d cuts differ after a month was removed", lost, count);
    }
  }

  private static List<String> measure(String what, FigureCuts cuts, List<Chosen> chosen) {
    List<Long> nanos = new ArrayList<>();
    List<String> told = new ArrayList<>();
    for (Chosen one : chosen) {
      long begun = System.nanoTime();
      JsonNode summary = cuts.asked("summary", one.query());
      nanos.add(System.nanoTime() - begun);
      told.add(FigureCuts.told(summary));
    }
    say("summary, %s: %s", what, percentiles(nanos));
    return told;
  }

  /** What the page asks for three years. */
  private static void pages(FigureCuts cuts) {
    for (String path :
        List.of(
            "summary?period=3y",
            "trend?period=3y&granularity=week",
            "trend?period=3y&granularity=day&by=service",
            "by-service?period=3y",
            "top-offenders?period=3y",
            "heatmap?period=3y",
            "summary?period=3y&hours=business",
            "summary?period=1y",
            "summary?period=30d",
            "trend?period=30d")) {
      List<Long> nanos = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        long begun = System.nanoTime();
        int at = path.indexOf('?');
        cuts.asked(path.substring(0, at), path.substring(at + 1));
        nanos.add(System.nanoTime() - begun);
      }
      say("%s: %s", path, percentiles(nanos));
    }
  }

  private static String percentiles(List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int size = sorted.size();
    return String.format(
        Locale.ROOT,
        "p50 %.0f ms, p95 %.0f ms, longest %.0f ms",
        sorted.get(size / 2) / 1e6,
        sorted.get(Math.min(size - 1, size * 95 / 100)) / 1e6,
        sorted.getLast() / 1e6);
  }

  private static void sizes(RunningCore core) {
    say(
        "on disk: packed %s, incidents %s with their indexes",
        core.database
            .query("SELECT pg_size_pretty(pg_total_relation_size('figure_pack'))")
            .getFirst(),
        core.database
            .query("SELECT pg_size_pretty(pg_total_relation_size('incident'))")
            .getFirst());
  }

  private static void purge(RunningCore core) {
    core.database.execute(
        """
        UPDATE tenant SET created_at = now() - interval '4 years';
        DELETE FROM incident_cause c USING incident i
         WHERE i.id = c.incident_id AND i.created_at < now() - interval '1065 days';
        DELETE FROM incident WHERE created_at < now() - interval '1065 days' AND status = 'RESOLVED';
        INSERT INTO retention_pass (tenant_id, table_name, done_before)
        VALUES ('%s', 'incident', now() - interval '1065 days')
            ON CONFLICT (tenant_id, table_name) DO UPDATE SET done_before = EXCLUDED.done_before\
        """
            .formatted(core.tenant));
  }

  private static void fill(RunningCore core, int incidents) {
    for (int i = 0; i < SERVICES; i++) {
      core.service("service " + i);
    }
    int each = 100_000;
    core.database.execute(
        """
        INSERT INTO cause (tenant_id, id, key, label, position)
        SELECT '%s', gen_random_uuid(), k, k, 0 FROM unnest(ARRAY['change', 'disk']) AS k\
        """
            .formatted(core.tenant));
    for (int from = 0; from < incidents; from += each) {
      core.database.execute(
          """
          SET session_replication_role = replica;
          INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, created_by,
                                detected_at, created_at, acknowledged_at, resolved_at, updated_at, ended_by)
          SELECT '%1$s', gen_random_uuid(), 'INC-' || n, 'Incident ' || n, repeat('What the sender said. ', 10), s.id,
                 1 + n %% 4, CASE WHEN n %% 997 = 0 THEN 'TRIGGERED' ELSE 'RESOLVED' END, 'alert', 'x', t, t,
                 CASE WHEN n %% 997 = 0 THEN NULL WHEN n %% 3 = 0 THEN ended ELSE t + r * interval '40 min' END,
                 CASE WHEN n %% 997 <> 0 THEN ended END, t,
                 CASE WHEN n %% 997 <> 0 THEN (ARRAY['person', 'alerts', 'alerts', 'timeout', 'merged'])[1 + n %% 5] END
            FROM (SELECT n, now() - (n + 0.5) * (interval '1095 days' / %2$d) AS t, random() AS r
                    FROM generate_series(%3$d, %4$d) AS n) AS a
           CROSS JOIN LATERAL (SELECT t + interval '40 min' + power(r, 4) * interval '9 days' AS ended) AS b
            JOIN service s ON s.name = 'service ' || n::bigint * 7919 %% %5$d
           WHERE ended < now();
          INSERT INTO incident_cause (tenant_id, incident_id, cause_id, chosen_by, chosen_at, opened_at)
          SELECT i.tenant_id, i.id, (SELECT c.id FROM cause c WHERE c.key = 'disk'), 'x', now(), i.created_at
            FROM incident i
           WHERE i.created_at <= now() - %3$d * (interval '1095 days' / %2$d)
             AND i.created_at > now() - (%4$d + 1) * (interval '1095 days' / %2$d) AND i.severity = 2;
          RESET session_replication_role\
          """
              .formatted(
                  core.tenant, incidents, from, Math.min(incidents, from + each) - 1, SERVICES));
    }
    core.database.execute("DELETE FROM figure_pack; DELETE FROM figure_month");
    core.database.execute("VACUUM ANALYZE incident");
    core.database.execute("VACUUM ANALYZE incident_cause");
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
