package dev.imas.core.alert;

import dev.imas.fixtures.database.RunningCore;

/**
 * Alerts as a data centre has them: forty services, thirty rules, a host and a cluster each, ten
 * alerts an incident. The labels, annotations and details take some 900 bytes.
 */
public final class ManyAlerts {

  private ManyAlerts() {}

  /**
   * @param firing how many of them fire: the newest
   */
  public static void store(RunningCore core, int count, int firing) {
    for (int i = 0; i < 40; i++) {
      core.service("service-" + i);
    }
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, group_key, created_by,
                              detected_at, created_at, resolved_at, updated_at, alert_count)
        SELECT s.tenant_id, gen_random_uuid(), 'INC-' || upper(substr(md5('incident ' || n), 1, 5)) || n, 'Incident ' || n,
               s.id, 1 + n %% 4, CASE WHEN n * 10 <= %2$d THEN 'TRIGGERED' ELSE 'RESOLVED' END, 'alert', 'group ' || n,
               'system', t, t, CASE WHEN n * 10 > %2$d THEN t END, t, 10
          FROM generate_series(0, %1$d / 10) AS n
         CROSS JOIN LATERAL (SELECT now() - n * interval '2 s' AS t) AS time
          JOIN service s ON s.name = 'service-' || n %% 40;
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, first_seen, last_seen, starts_at, observed_at, source_id,
                                 service_id, last_receipt, rule_set_version, rule_index, decision, status, severity, name,
                                 group_key, labels, annotations, details, episode, seq, resolved_at)
        SELECT i.tenant_id, md5('alert ' || n)::uuid, t, t, t, t, t, '%3$s', i.service_id, gen_random_uuid(), 3, 1, 0,
               CASE WHEN n <= %2$d THEN 1 ELSE 2 END, i.severity, 'Rule' || n %% 30 || 'OfTheNodeFails', i.group_key,
               json_build_object('alertname', 'Rule' || n %% 30 || 'OfTheNodeFails', 'cluster', 'eu-' || n %% 12,
                 'env', CASE n %% 5 WHEN 0 THEN 'staging' ELSE 'production' END, 'instance',
                 'node-' || substr(md5('host ' || abs(hashint4(n) %% 5000)), 1, 6) || '.example.org:9100', 'job', 'node',
                 'namespace', 'ns-' || n %% 60, 'pod', 'api-' || substr(md5('pod ' || n), 1, 10), 'severity', 'warning')::text,
               json_build_object('summary', 'The node has failed for five minutes', 'description', repeat('What to do. ', 40),
                 'runbook_url', 'https://runbooks.example.org/node')::text,
               '{"generator_url":"http://prometheus.example.org:9090/graph?g0.expr=up+%%3D%%3D+0"}', 1,
               CASE WHEN n <= %2$d THEN 1 ELSE 2 END, CASE WHEN n > %2$d THEN t END
          FROM generate_series(1, %1$d) AS n
         -- Two hundred a second, as a storm has them.
         CROSS JOIN LATERAL (SELECT now() - n * interval '5 ms' AS t) AS time
          JOIN incident i ON i.group_key = 'group ' || n / 10;
        -- As core gives numbers: units of 500, within which the order is that of the fingerprints.
        INSERT INTO alert_progress (tenant_id, fingerprint, incident_id, applied_seq, firing, number)
        SELECT a.tenant_id, a.fingerprint, i.id, a.seq, a.status = 1,
               4 + 3 * row_number() OVER (ORDER BY (extract(epoch FROM a.created_at) / 2.5)::bigint, a.fingerprint)
          FROM alert_state a JOIN incident i ON i.tenant_id = a.tenant_id AND i.group_key = a.group_key;
        INSERT INTO incident_alert (tenant_id, incident_id, fingerprint, attached_at)
        SELECT tenant_id, incident_id, fingerprint, now() FROM alert_progress;
        ANALYZE\
        """
            .formatted(count, firing, core.source));
  }
}
