package dev.imas.core.incident;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long core's lists take over HTTP with 100,000 incidents and 1,000,000 alerts, nearly all of
 * them resolved. Arguments: incidents, alerts, requests of each kind.
 */
final class ListBenchmark {

  private ListBenchmark() {}

  public static void main(String[] arguments) {
    int incidents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int alerts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    int requests = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
    try (RunningCore core = RunningCore.start()) {
      fill(core, incidents, alerts);
      System.out.println("    p50      p95  rows  path");
      String id = core.get("/api/v1/incidents?limit=1").json().at("/items/0/id").asText();
      for (String path :
          List.of(
              "/api/v1/incidents",
              "/api/v1/incidents?status=TRIGGERED",
              "/api/v1/incidents?status=TRIGGERED&status=ACKNOWLEDGED",
              "/api/v1/incidents?status=MITIGATED",
              "/api/v1/incidents?severity=SEV1_CRITICAL",
              "/api/v1/incidents?status=TRIGGERED&severity=SEV1_CRITICAL",
              "/api/v1/incidents?service=service 7",
              "/api/v1/incidents?service=quiet",
              "/api/v1/incidents?team=team of service 7",
              "/api/v1/incidents?team=team of quiet",
              "/api/v1/incidents?created_after=" + Instant.now().minus(Duration.ofHours(1)),
              "/api/v1/incidents?created_before=" + Instant.now().minus(Duration.ofDays(30)),
              "/api/v1/incidents?search=nowhere",
              "/api/v1/incidents/" + id,
              "/api/v1/alerts",
              "/api/v1/alerts?status=FIRING",
              "/api/v1/alerts?severity=SEV1_CRITICAL",
              "/api/v1/alerts?service=service 7",
              "/api/v1/alerts?service=quiet",
              "/api/v1/alerts?name=alert 5",
              "/api/v1/alerts?incident=" + id)) {
        measure(core, path.replace(" ", "%20"), requests);
      }
    }
  }

  private static void measure(RunningCore core, String path, int requests) {
    List<Long> nanos = new ArrayList<>();
    int rows = 0;
    for (int i = 0; i < requests; i++) {
      long begun = System.nanoTime();
      RunningCore.Reply reply = core.get(path);
      nanos.add(System.nanoTime() - begun);
      JsonNode items = reply.json().path("items");
      rows = items.size();
      if (reply.status() != 200) {
        throw new IllegalStateException(path + " answers " + reply.status());
      }
    }
    Collections.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%7.1f  %7.1f  %4d  %s%n",
        nanos.get(requests / 2) / 1e6,
        nanos.get(requests * 95 / 100) / 1e6,
        rows,
        path);
  }

  /** One incident in 500 is open; alerts are spread evenly over the incidents. */
  static void fill(RunningCore core, int incidents, int alerts) {
    for (int i = 0; i < 50; i++) {
      core.service("service " + i);
    }
    core.service("quiet");
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, description, service_id, severity, status, origin, group_key,
                              created_by, detected_at, created_at, resolved_at, updated_at, alert_count, firing_count)
        SELECT s.tenant_id, gen_random_uuid(), 'INC-' || n, 'Incident ' || n, repeat('What the sender said. ', 20), s.id,
               1 + n %% 4, CASE WHEN n %% 500 = 0 THEN CASE n %% 1000 WHEN 0 THEN 'TRIGGERED' ELSE 'ACKNOWLEDGED' END ELSE 'RESOLVED' END,
               'alert', 'group ' || n, 'system', t, t, CASE WHEN n %% 500 <> 0 THEN t + interval '1 hour' END, t, 10, 0
          FROM generate_series(1, %1$d) AS n
         CROSS JOIN LATERAL (SELECT now() - n * interval '1 minute' AS t) AS time
          JOIN service s ON s.name = 'service ' || n %% 50;
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, updated_at)
        SELECT tenant_id, gen_random_uuid(), 'INC-Q', 'Of long ago', id, 3, 'RESOLVED', 'api', 'a person', t, t, t
          FROM service CROSS JOIN (SELECT now() - interval '300 days' AS t) AS time WHERE name = 'quiet';
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, first_seen, last_seen, starts_at, observed_at, source_id,
                           service_id, last_receipt, rule_set_version, rule_index, decision, status, severity, name,
                           group_key, labels, annotations, details)
        SELECT s.tenant_id, md5('alert ' || n)::uuid, t, t, t, t, t, '%3$s', s.id, gen_random_uuid(), 0, -1, 0,
               CASE WHEN n %% 500 = 0 THEN 1 ELSE 2 END, 1 + n %% 4, 'alert ' || n %% 1000, 'group ' || 1 + n %% %1$d,
               '{"alertname":"alert","instance":"host","job":"node"}', '{"summary":"It is bad"}', '{}'
          FROM generate_series(1, %2$d) AS n
         CROSS JOIN LATERAL (SELECT now() - n * interval '6 seconds' AS t) AS time
          JOIN service s ON s.name = 'service ' || n %% 50;
        INSERT INTO alert_progress (tenant_id, fingerprint, incident_id, applied_seq, firing)
        SELECT a.tenant_id, a.fingerprint, i.id, 1, a.status = 1
          FROM alert a JOIN incident i ON i.tenant_id = a.tenant_id AND i.group_key = a.group_key;
        INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
        SELECT tenant_id, incident_id, fingerprint, now() FROM alert_progress;
        ANALYZE\
        """
            .formatted(incidents, alerts, core.source));
  }
}
