package dev.imas.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Many alerts, each of which fired for ten minutes once, among 200 rules and 1,000 silences. With
 * {@code -Dimas.test.full=true} a million of them, or as many as {@code imas.test.alerts} says.
 * {@code -Dimas.test.many-incidents=true} has four alerts in each incident.
 */
class SimulationSizeIT {

  /** As many sequential scans as reading the keys and the checkpoint may take. */
  private static final int FEW_SCANS = 15;

  private static final int ALERTS =
      Integer.getInteger("imas.test.alerts", FullSize.or(20_000, 1_000_000));

  /** In which cluster alert n is: of 20, or of as many as it takes. */
  private static final String CLUSTER =
      Boolean.getBoolean("imas.test.many-incidents") ? "n / 200" : "n % 20";

  private static String rules(String severity) {
    StringBuilder rules = new StringBuilder("[");
    for (int i = 0; i < 200; i++) {
      rules
          .append(i == 0 ? "" : ",")
          .append("{\"name\":\"rule %d\",\"matchers\":[\"team=\\\"team-%d\\\"\"]".formatted(i, i))
          .append(i == 7 ? ",\"severity\":\"" + severity + "\"" : "")
          .append(",\"group_by\":[\"alertname\",\"cluster\"]}");
    }
    return rules.append(']').toString();
  }

  private static void generate(RunningCore core) {
    core.database.execute(
        """
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, status, severity, decision, rule_set_version, rule_index,
                                 episode, seq, first_seen, last_seen, starts_at, observed_at, source_id, service_id,
                                 last_receipt, resolved_at, recovered_at, name, group_key, labels, annotations, details)
        SELECT '%1$s', md5(n::text)::uuid, a.at, 2, CASE WHEN n %% 200 = 7 THEN 3 ELSE 1 + n %% 4 END,
               CASE WHEN n %% 200 = 7 THEN 390 ELSE 454 END, 1, n %% 200, 1, 2, a.at, a.at, a.at, a.at, '%2$s', '%3$s',
               uuidv7(), a.at + interval '10 minutes', a.at + interval '10 minutes', 'Alert' || n %% 50, a.group_key,
               format('{"alertname":"Alert%%s","cluster":"c%%s","team":"team-%%s","instance":"host-%%s:9100","env":"prod",'
                      '"region":"eu-west-1","namespace":"ns-%%s","job":"node"}', n %% 50, %5$s, n %% 200, n, n %% 30),
               '{"summary":"it is bad"}', '{}'
          FROM generate_series(1, %4$d) AS n
         CROSS JOIN LATERAL (SELECT now() + n * interval '5 hours' / %4$d AS at,
                                    '%3$s:{alertname="Alert' || n %% 50 || '", cluster="c' || %5$s || '"}' AS group_key) AS a;
        INSERT INTO transition (at, tenant_id, fingerprint, seq, kind, episode, severity, source_id, service_id, receipt,
                                received_at, starts_at, rule_set_version, rule_index, decision, group_key)
        SELECT created_at, tenant_id, fingerprint, 1, 1, 1, severity, source_id, service_id, last_receipt, created_at,
               created_at, rule_set_version, rule_index, decision, group_key
          FROM alert_state
        UNION ALL
        SELECT resolved_at, tenant_id, fingerprint, 2, 3, 1, severity, source_id, service_id, last_receipt, resolved_at,
               created_at, rule_set_version, rule_index, decision, group_key
          FROM alert_state;
        ANALYZE alert_state, transition\
        """
            .formatted(core.tenant, core.source, core.triage, ALERTS, CLUSTER));
  }

  /** Two people take turns of an hour, and a third one is told after five minutes. */
  private static void somebodyIsOnCall(RunningCore core) {
    for (String name : List.of("ann", "bob", "boss")) {
      core.database.execute(
          "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', uuidv7(), '%s', '%2$s@example.org', 'responder')"
              .formatted(core.tenant, name));
    }
    String team = core.get("/api/v1/teams").json().at("/items/0/id").asText();
    Reply schedule =
        core.post(
            "/api/v1/schedules",
            """
            {"name": "all", "team": "%s", "time_zone": "UTC",
             "layers": [{"name": "all", "start": "2026-01-01T00:00", "every": "PT1H", "slots": [["ann"],["bob"]]}]}\
            """
                .formatted(team));
    assertThat(schedule.status()).as(schedule.http().body()).isEqualTo(201);
    Reply policy =
        core.post(
            "/api/v1/escalation-policies",
            """
            {"name": "ladder", "is_default": true, "rounds": 3, "repeat_after": "PT10M",
             "steps": [{"notify": [{"type": "oncall"}]},
                       {"after": "PT5M", "notify": [{"type": "user", "user": "boss"}]}]}\
            """);
    assertThat(policy.status()).as(policy.http().body()).isEqualTo(201);
  }

  /**
   * A thousand silences of ten minutes each, and an inhibit rule that a fifth of the alerts
   * concern.
   */
  private static void hide(RunningCore core) {
    core.database.execute(
        """
        INSERT INTO silence (tenant_id, id, matchers, starts_at, ends_at, created_by, author, comment, created_at, updated_at)
        SELECT '%1$s', gen_random_uuid(), format('["cluster=\\"c%%s\\"","namespace=\\"ns-%%s\\""]', n %% 20, n %% 30),
               now() + n * interval '18 seconds', now() + n * interval '18 seconds' + interval '10 minutes', 'me', 'me', 'work',
               now(), now()
          FROM generate_series(1, 1000) AS n;
        INSERT INTO inhibit_rule (tenant_id, id, name, source_matchers, target_matchers, equal_labels, wait_seconds,
                                  created_at, updated_at)
        VALUES ('%1$s', gen_random_uuid(), 'down', '["alertname=\\"Alert7\\""]', '["alertname=~\\"Alert1.*\\""]',
                '{cluster,namespace}', 0, now() - interval '1 day', now() - interval '1 day')\
        """
            .formatted(core.tenant));
  }

  @Test
  void allOfThemAreReplayedInPagesAfterOneThatWasCancelled() {
    try (RunningCore core = RunningCore.start()) {
      core.post("/api/v1/rule-sets", "{\"rules\":" + rules("SEV3") + "}");
      Instant from = core.clock.instant().minusSeconds(60);
      somebodyIsOnCall(core);
      generate(core);
      hide(core);
      long scans = scans(core, "seq_scan");

      String given = begin(core, from);
      assertThat(core.send(core.token, "DELETE", given, null).status()).isEqualTo(204);
      String location = begin(core, from);
      assertThat(core.get(given).json().get("state").asText()).isEqualTo("cancelled");
      assertThat(core.get(given).json().get("result").isNull()).isTrue();
      JsonNode ended =
          Await.until(
              "the simulation",
              Duration.ofMinutes(5),
              () -> core.get(location).json(),
              told -> !told.get("state").asText().equals("running"));

      JsonNode result = ended.get("result");
      assertThat(ended.get("state").asText()).as(ended.toString()).isEqualTo("done");
      assertThat(ended.get("total").asInt()).isEqualTo(2 * ALERTS);
      assertThat(ended.get("replayed").asInt()).isEqualTo(2 * ALERTS);
      assertThat(result.at("/alerts/all").asInt()).isEqualTo(ALERTS);
      assertThat(result.at("/alerts/otherwise").asInt())
          .as(result.toPrettyString())
          .isEqualTo(ALERTS / 200);
      assertThat(result.at("/alerts/by_field/severity").asInt()).isEqualTo(ALERTS / 200);
      assertThat(result.at("/paged/recipients").findValuesAsText("name"))
          .contains("boss")
          .containsAnyOf("ann", "bob");
      assertThat(result.at("/incidents/simulated/resolved").asLong())
          .isEqualTo(
              result.at("/incidents/simulated/opened").asLong()
                  + result.at("/incidents/simulated/reopened").asLong());
      for (String kind : List.of("silence", "inhibition")) {
        assertThat(result.at("/hidden/simulated/" + kind).asLong()).as(kind).isPositive();
      }
      assertThat(result.at("/hidden/simulated")).isEqualTo(result.at("/hidden/replayed"));
      // The cost of a page must not grow with the journal: each change is looked up by its key.
      Await.until(
          "a look into an index for each change",
          Duration.ofMinutes(1),
          () -> scans(core, "idx_scan"),
          found -> found >= 2L * ALERTS);
      assertThat(scans(core, "seq_scan") - scans).isLessThanOrEqualTo(FEW_SCANS);
      System.out.printf(
          "%d alerts, %d changes: %d ms, %d incidents, heap at most %d MB%n",
          ALERTS,
          2 * ALERTS,
          result.get("took_millis").asLong(),
          result.at("/incidents/simulated/opened").asLong(),
          peakHeap() >> 20);
    }
  }

  /** How often PostgreSQL has read the journal in that way. */
  private static long scans(RunningCore core, String way) {
    return core.database.count(
        "SELECT coalesce(sum(%s), 0) FROM pg_stat_user_tables WHERE relname LIKE 'transition_p%%'"
            .formatted(way));
  }

  private static String begin(RunningCore core, Instant from) {
    Reply accepted =
        core.post(
            "/api/v1/rule-sets/simulate",
            "{\"from\":\"%s\",\"to\":\"%s\",\"rules\":%s}"
                .formatted(from, from.plus(Duration.ofHours(12)), rules("SEV1")));
    assertThat(accepted.status()).as(accepted.http().body()).isEqualTo(202);
    return String.valueOf(accepted.header("location"));
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
