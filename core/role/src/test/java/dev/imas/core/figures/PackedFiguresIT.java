package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.figures.FigureCuts.Chosen;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Figures of packed months are those of the incidents. Incidents of 26 months are random: of four
 * services, merged, of storms, on hold, with causes, open and from before their end was kept. What
 * SQL counts of them is what the API says for random cuts.
 */
class PackedFiguresIT {

  private static final int INCIDENTS = 3_000;

  private RunningCore core;
  private FigureCuts cuts;

  @BeforeEach
  void start() {
    core = RunningCore.start();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    cuts = new FigureCuts(core, random, 780, 4);
    for (int i = 0; i < 4; i++) {
      core.service("service " + i);
    }
    core.database.execute(
        """
        SELECT setseed(%d / 1000.0);
        INSERT INTO cause (tenant_id, id, key, label, position)
        SELECT '%s', gen_random_uuid(), k, k, 0 FROM unnest(ARRAY['change', 'disk', 'dns']) AS k;
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, acknowledged_at, resolved_at, updated_at, ended_by)
        SELECT '%2$s', gen_random_uuid(), 'INC-F' || n, 'x', s.id, 1 + floor(random() * 4)::int, status,
               CASE WHEN random() < 0.03 THEN 'storm' ELSE 'alert' END, 'x', at, at,
               CASE WHEN status = 'ACKNOWLEDGED' OR acked < 0.5 THEN at + ack
                    WHEN acked < 0.8 AND status = 'RESOLVED' THEN ended END,
               CASE WHEN status = 'RESOLVED' THEN ended END, at,
               CASE WHEN status = 'RESOLVED' THEN (ARRAY['person', 'alerts', 'timeout', 'merged', NULL])[1 + floor(random() * 5)::int] END
          FROM (SELECT n, at, random() AS acked, ack, at + ack + power(random(), 6) * interval '40 days' AS ended,
                       CASE WHEN random() < 0.03 THEN (ARRAY['TRIGGERED', 'ACKNOWLEDGED'])[1 + floor(random() * 2)::int]
                            ELSE 'RESOLVED' END AS status, floor(random() * 4)::int AS of
                  FROM (SELECT n, now() - random() * interval '790 days' AS at,
                               power(random(), 3) * interval '5 hours' AS ack FROM generate_series(1, %3$d) AS n) AS times) AS facts
          JOIN service s ON s.name = 'service ' || of;
        DELETE FROM incident WHERE resolved_at > now();
        INSERT INTO incident_cause (tenant_id, incident_id, cause_id, chosen_by, chosen_at, opened_at)
        SELECT i.tenant_id, i.id, ((SELECT array_agg(c.id) FROM cause c WHERE c.key <> 'dns'))[1 + floor(random() * 3)::int],
               'x', now(), i.created_at
          FROM incident i WHERE random() < 0.4;
        INSERT INTO storm (tenant_id, umbrella_id, team_id, threshold, loudest, began_at)
        SELECT i.tenant_id, i.id, gen_random_uuid(), 2, 1, i.created_at FROM incident i WHERE i.origin = 'storm';
        INSERT INTO storm_child (tenant_id, incident_id, umbrella_id, held_at)
        SELECT i.tenant_id, i.id, (SELECT u.umbrella_id FROM storm u LIMIT 1), i.created_at
          FROM incident i WHERE i.origin = 'alert' AND random() < 0.1;
        INSERT INTO incident_clock (tenant_id, incident_id, kind, cycle, settings_version, aim, state, started_at, running_since,
                                    consumed, breached_by_change)
        SELECT i.tenant_id, i.id, 'resolution', 1, 1, 'x', 'ended', i.created_at, i.created_at, '0', false
          FROM incident i WHERE i.status = 'RESOLVED' AND random() < 0.1;
        INSERT INTO incident_clock_pause (tenant_id, incident_id, kind, cycle, position, from_at, until_at, cause)
        SELECT c.tenant_id, c.incident_id, c.kind, 1, 1, i.created_at, i.created_at + (i.resolved_at - i.created_at) * random(), 'hold'
          FROM incident_clock c JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id;
        ANALYZE incident;
        DELETE FROM figure_pack;
        DELETE FROM figure_month\
        """
            .formatted(random.nextInt(1000), core.tenant, INCIDENTS));
  }

  @AfterEach
  void close() {
    core.close();
  }

  private void compare(int count) {
    for (int i = 0; i < count; i++) {
      Chosen chosen = cuts.choose();
      assertThat(FigureCuts.told(cuts.asked("summary", chosen.query())))
          .as(chosen.query())
          .isEqualTo(cuts.counted(chosen));
      JsonNode trend = cuts.asked("trend", chosen.query() + "&granularity=week&by=service");
      long inItems = 0;
      long inSeries = 0;
      for (JsonNode item : trend.get("items")) {
        inItems += item.get("incidents").asLong();
      }
      for (JsonNode series : trend.get("series")) {
        inSeries += series.get("incidents").asLong();
      }
      assertThat(
              List.of(
                  inItems, inSeries, cuts.asked("heatmap", chosen.query()).get("total").asLong()))
          .as(chosen.query())
          .containsOnly(trend.get("total").asLong());
      assertThat(cuts.asked("by-service", chosen.query()).get("total").asLong())
          .isEqualTo(trend.get("total").asLong());
    }
  }

  @Test
  void packedMonthsSayWhatTheIncidentsDo() {
    compare(15);
    String outcome = core.sweep("figures");
    assertThat(outcome).matches("2[5-7] months packed");
    assertThat(core.database.count("SELECT count(*) FROM figure_month WHERE NOT is_whole"))
        .isZero();
    compare(25);
    assertThat(core.sweep("figures")).as("nothing is left").isEqualTo("0 months packed");
  }

  @Test
  void aChangeOfAPastMonthCountsAtOnceAndIsPackedAgain() {
    core.sweep("figures");
    String open =
        core.database
            .query(
                "SELECT id FROM incident WHERE status = 'TRIGGERED' AND origin = 'alert' AND"
                    + " created_at < date_trunc('month', now()) AND created_at > now() - interval"
                    + " '300 days' LIMIT 1")
            .getFirst();
    Chosen year = new Chosen("period=1y", startOfYear(), core.now().plusSeconds(1), "true");
    String before = FigureCuts.told(cuts.asked("summary", year.query()));

    Reply done =
        core.post(
            "/api/v1/incidents/" + open + "/resolve", "{\"message\":\"x\",\"cause\":\"dns\"}");
    assertThat(done.status()).as(done.http().body()).isEqualTo(200);

    assertThat(core.database.count("SELECT count(*) FROM figure_change")).isEqualTo(1);
    String after = FigureCuts.told(cuts.asked("summary", year.query()));
    assertThat(after).isNotEqualTo(before);
    assertThat(cuts.asked("summary", "period=1y&cause=dns").get("total").asInt()).isEqualTo(1);
    assertThat(core.sweep("figures")).isEqualTo("1 months packed");
    assertThat(core.database.count("SELECT count(*) FROM figure_change")).isZero();
    assertThat(FigureCuts.told(cuts.asked("summary", year.query()))).isEqualTo(after);
    assertThat(cuts.asked("summary", "period=1y&cause=dns").get("total").asInt()).isEqualTo(1);
  }

  private Instant startOfYear() {
    return core.now()
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .minusDays(364)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  @Test
  void anIncidentOfThePresentMonthMarksNothing() {
    core.sweep("figures");
    Reply made =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"x\",\"service\":\"service 1\",\"severity\":\"SEV2\"}");
    assertThat(made.status()).isEqualTo(201);
    core.post("/api/v1/incidents/" + made.json().get("id").asText() + "/acknowledge", "{}");
    assertThat(core.database.count("SELECT count(*) FROM figure_change")).isZero();
  }

  @Test
  void figuresOutliveTheIncidents() {
    core.sweep("figures");
    List<Chosen> chosen = new ArrayList<>();
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      chosen.add(cuts.choose());
      before.add(FigureCuts.told(cuts.asked("summary", chosen.getLast().query())));
    }
    JsonNode year = cuts.asked("summary", "period=2y");
    assertThat(year.get("complete").asBoolean()).isTrue();
    String until = "date_trunc('month', now()) - interval '10 months' - interval '12 days'";
    core.database.execute(
        """
        UPDATE tenant SET created_at = now() - interval '3 years';
        DELETE FROM storm_child c USING incident i
         WHERE i.tenant_id = c.tenant_id AND i.id = c.incident_id AND i.created_at < %1$s;
        DELETE FROM incident i
         WHERE i.status = 'RESOLVED' AND i.origin <> 'storm' AND i.created_at < %1$s AND i.resolved_at < %1$s;
        INSERT INTO retention_pass (tenant_id, table_name, before, after_at, after_id, done_before)
        VALUES ('%2$s', 'incident', NULL, '-infinity', '00000000-0000-0000-0000-000000000000', %1$s)
            ON CONFLICT (tenant_id, table_name) DO UPDATE SET done_before = EXCLUDED.done_before\
        """
            .formatted(until, core.tenant));

    for (int i = 0; i < chosen.size(); i++) {
      JsonNode now = cuts.asked("summary", chosen.get(i).query());
      assertThat(FigureCuts.told(now)).as(chosen.get(i).query()).isEqualTo(before.get(i));
      assertThat(now.get("complete").asBoolean()).isTrue();
    }
    core.database.execute(
        "INSERT INTO figure_change (tenant_id, month) SELECT tenant_id, month FROM figure_month"
            + " WHERE month < now() - interval '12 months'");
    assertThat(FigureCuts.told(cuts.asked("summary", chosen.getFirst().query())))
        .isEqualTo(before.getFirst());
    core.sweep("figures");
    assertThat(FigureCuts.told(cuts.asked("summary", chosen.getFirst().query())))
        .as("it is not packed from fewer rows")
        .isEqualTo(before.getFirst());
  }

  @Test
  void anotherTenantSeesNoneOfIt() {
    core.sweep("figures");
    String other = core.tokenOfAnotherTenant("other", "read");
    Reply reply = core.send(other, "GET", "/api/v1/metrics/summary?period=2y", null);
    assertThat(reply.json().get("total").asInt()).isZero();
  }

  /** The list of incidents, asked for the rows behind a figure, has as many as the figure says. */
  @Test
  void theRowsBehindAFigureAreAsManyAsItSays() {
    core.sweep("figures");
    for (int i = 0; i < 12; i++) {
      Chosen chosen = cuts.choose();
      JsonNode summary = cuts.asked("summary", chosen.query());
      String of = listed(chosen);
      if (of.contains("cause=unknown") || of.contains("ended_by")) {
        continue;
      }
      String opened = "&created_after=" + chosen.from() + "&created_before=" + chosen.to();
      assertThat(total(of + opened + "&counted=true")).isEqualTo(summary.get("total").asInt());
      assertThat(total(of + opened + "&acknowledged=true"))
          .isEqualTo(summary.at("/tta/incidents").asInt());
      assertThat(total(of + opened + "&counted=true&status=RESOLVED"))
          .isEqualTo(summary.at("/ttr/incidents").asInt());
      assertThat(total(of + opened + "&counted=true&ended_by=person"))
          .isEqualTo(summary.at("/ttr_by_persons/incidents").asInt());
      assertThat(total(of + opened + "&status=RESOLVED&acknowledged=false"))
          .isEqualTo(summary.at("/never_acknowledged/incidents").asInt());
      assertThat(
              total(
                  of
                      + "&counted=true&status=RESOLVED&resolved_after="
                      + chosen.from()
                      + "&resolved_before="
                      + chosen.to()))
          .isEqualTo(summary.get("resolved").asInt());
    }
    assertThat(
            core.get("/api/v1/incidents?ended_by=person&sort=severity&limit=2").json().get("items"))
        .hasSize(2);
    assertThat(core.get("/api/v1/incidents?ended_by=magic").status()).isEqualTo(400);
  }

  private static String listed(Chosen chosen) {
    return chosen
        .query()
        .replaceFirst("start_date=[^&]*&end_date=[^&]*", "total=true")
        .replace("&holds=out", "");
  }

  private int total(String query) {
    Reply reply = core.get("/api/v1/incidents?limit=1&" + query);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().at("/total/count").asInt();
  }

  /** Nights and weekends do not count, whoever is asleep. */
  @Test
  void businessHoursAreThoseOfTheTenantsCalendar() {
    Reply set =
        core.post(
            "/api/v1/incidents",
            "{\"title\":\"x\",\"service\":\"service 1\",\"severity\":\"SEV2\"}");
    assertThat(set.status()).isEqualTo(201);
    core.database.execute(
        """
        UPDATE incident SET created_at = '2026-03-06T16:00Z', acknowledged_at = '2026-03-09T10:00Z', resolved_at = '2026-03-09T12:00Z',
                            status = 'RESOLVED', ended_by = 'person' WHERE id = '%s';
        DELETE FROM storm_child WHERE incident_id = '%1$s'\
        """
            .formatted(set.json().get("id").asText()));
    Reply levels =
        core.send(
            core.token,
            "PUT",
            "/api/v1/service-levels",
            """
            {"calendars":[{"name":"Office","time_zone":"UTC","hours":[
              {"days":["monday","tuesday","wednesday","thursday","friday"],"start":"09:00","end":"17:00"}]}]}\
            """,
            "If-Match",
            "\"1\"");
    assertThat(levels.status()).as(levels.http().body()).isEqualTo(200);
    String query =
        "start_date=2026-03-06T16:00:00Z&end_date=2026-03-06T16:00:01Z&service=service%201";
    JsonNode all = cuts.asked("summary", query);
    assertThat(all.at("/tta/mean_seconds").asInt()).isEqualTo(66 * 3_600);
    JsonNode business = cuts.asked("summary", query + "&hours=business");
    assertThat(business.at("/tta/mean_seconds").asInt()).isEqualTo(2 * 3_600);
    assertThat(business.at("/ttr/mean_seconds").asInt()).isEqualTo(4 * 3_600);
    assertThat(business.at("/definitions/1/text").asText()).contains("business hours");
    assertThat(core.get("/api/v1/metrics/summary?hours=business&holds=out").status())
        .isEqualTo(400);
  }

  @Test
  void targetsAreSettings() {
    assertThat(cuts.asked("summary", "period=7d").get("targets")).hasSize(2);
    Reply set =
        core.send(
            core.token,
            "PUT",
            "/api/v1/metrics/settings",
            "{\"open_severe_incidents\":1,\"median_time_to_acknowledge_seconds\":600}",
            "If-Match",
            "\"1\"");
    assertThat(set.status()).as(set.http().body()).isEqualTo(200);
    JsonNode targets = cuts.asked("summary", "period=2y").get("targets");
    assertThat(targets.findValuesAsText("name"))
        .containsExactly("open_severe_incidents", "median_time_to_acknowledge_seconds");
    assertThat(targets.at("/0/met").asBoolean()).isFalse();
    Reply late =
        core.send(
            core.token,
            "PUT",
            "/api/v1/metrics/settings",
            "{\"by_person\":true}",
            "If-Match",
            "\"1\"");
    assertThat(late.status()).isEqualTo(412);
    Reply odd =
        core.send(
            core.token,
            "PUT",
            "/api/v1/metrics/settings",
            "{\"open_severe_incidents\":0}",
            "If-Match",
            "\"2\"");
    assertThat(odd.status()).isEqualTo(422);
    assertThat(odd.json().get("pointer").asText()).isEqualTo("/open_severe_incidents");
  }
}
