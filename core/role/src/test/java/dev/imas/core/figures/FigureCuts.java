package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random cuts of figures: what the API is asked, and what SQL counts of the same incidents by a
 * calculation of its own. Services are called {@code service 0} and so on.
 *
 * @param days how far back they go
 * @param services how many there are
 */
record FigureCuts(RunningCore core, Random random, int days, int services) {

  /** A random time and selection, as the API is asked and as SQL filters. */
  record Chosen(String query, Instant from, Instant to, String where) {}

  Chosen choose() {
    Instant now = core.now().truncatedTo(ChronoUnit.SECONDS);
    long first = random.nextLong(days * 86_400L);
    long length = 1 + random.nextLong(Math.max(1, Math.min(first, days * 86_400L)));
    Instant from = now.minusSeconds(first);
    Instant to = from.plusSeconds(length);
    StringBuilder query = new StringBuilder("start_date=" + from + "&end_date=" + to);
    StringBuilder where = new StringBuilder("true");
    if (random.nextInt(3) == 0) {
      int service = random.nextInt(services);
      query.append("&service=" + encoded("service " + service));
      where.append(
          " AND i.service_id = (SELECT id FROM service WHERE name = 'service " + service + "')");
    }
    if (random.nextInt(3) == 0) {
      int severity = 1 + random.nextInt(4);
      query.append("&severity=SEV").append(severity);
      where.append(" AND i.severity = ").append(severity);
    }
    if (random.nextInt(4) == 0) {
      String cause = random.nextBoolean() ? "disk" : "unknown";
      query.append("&cause=").append(cause);
      where.append(
          " AND coalesce((SELECT c.key FROM incident_cause n JOIN cause c ON c.id = n.cause_id"
              + " WHERE n.incident_id = i.id), 'unknown') = '"
              + cause
              + "'");
    }
    if (random.nextInt(4) == 0) {
      String ended = List.of("person", "alerts", "timeout", "unknown").get(random.nextInt(4));
      query.append("&ended_by=").append(ended);
      where.append(
          " AND i.status = 'RESOLVED' AND coalesce(i.ended_by, 'unknown') = '" + ended + "'");
    }
    if (random.nextInt(3) == 0) {
      query.append("&holds=out");
    }
    return new Chosen(query.toString(), from, to, where.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  JsonNode asked(String path, String query) {
    Reply reply = core.get("/api/v1/metrics/" + path + "?" + query);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  /** The summary's figures as SQL counts them, one after the other. */
  String counted(Chosen of) {
    return core.database
        .query(
            """
            SELECT concat_ws(' ',
                     count(*) FILTER (WHERE counts), count(*) FILTER (WHERE counts AND severity = 1),
                     count(*) FILTER (WHERE counts AND status = 'ACKNOWLEDGED'),
                     count(tta), coalesce(round(avg(tta))::text, '-'),
                     coalesce((CASE WHEN count(tta) >= 5 THEN percentile_disc(0.5) WITHIN GROUP (ORDER BY tta) END)::text, '-'),
                     coalesce((CASE WHEN count(tta) >= 5 THEN percentile_disc(0.9) WITHIN GROUP (ORDER BY tta) END)::text, '-'),
                     count(ttr), coalesce(round(avg(ttr))::text, '-'),
                     coalesce((CASE WHEN count(ttr) >= 5 THEN percentile_disc(0.9) WITHIN GROUP (ORDER BY ttr) END)::text, '-'),
                     count(ttr) FILTER (WHERE ended_by = 'person'), count(ttr) FILTER (WHERE ended_by = 'alerts'),
                     count(*) FILTER (WHERE counts AND NOT of_storm AND status = 'RESOLVED' AND tta IS NULL),
                     count(*) FILTER (WHERE merged AND origin <> 'storm'), count(*) FILTER (WHERE origin = 'storm'),
                     (SELECT count(*) FROM incident i
                       WHERE i.tenant_id = '%1$s' AND i.status = 'RESOLVED' AND i.resolved_at >= '%2$s' AND i.resolved_at < '%3$s'
                         AND i.origin <> 'storm' AND i.ended_by IS DISTINCT FROM 'merged' AND %4$s))
              FROM (SELECT *, CASE WHEN of_storm OR merged AND origin <> 'storm' OR acknowledged_at >= resolved_at THEN NULL
                                   ELSE floor(extract(epoch FROM acknowledged_at - created_at))::int END AS tta,
                           CASE WHEN counts THEN floor(extract(epoch FROM resolved_at - created_at))::int
                                - %5$s * coalesce((SELECT floor(sum(date_part('epoch', p.until_at - p.from_at)))::int
                                                     FROM incident_clock_pause p WHERE p.incident_id = j.id), 0) END AS ttr
                      FROM (SELECT i.*, i.ended_by IS NOT DISTINCT FROM 'merged' AS merged,
                                   i.origin <> 'storm' AND i.ended_by IS DISTINCT FROM 'merged' AS counts,
                                   EXISTS (SELECT FROM storm_child h WHERE h.incident_id = i.id) AS of_storm
                              FROM incident i
                             WHERE i.tenant_id = '%1$s' AND i.created_at >= '%2$s' AND i.created_at < '%3$s' AND %4$s) AS j) AS k\
            """
                .formatted(
                    core.tenant,
                    of.from(),
                    of.to(),
                    of.where(),
                    of.query().contains("holds=out") ? "1" : "0"))
        .getFirst();
  }

  static String told(JsonNode summary) {
    List<String> told = new ArrayList<>();
    for (String at :
        List.of(
            "/total",
            "/by_severity/SEV1_CRITICAL",
            "/by_status/ACKNOWLEDGED",
            "/tta/incidents",
            "/tta/mean_seconds",
            "/tta/p50_seconds",
            "/tta/p90_seconds",
            "/ttr/incidents",
            "/ttr/mean_seconds",
            "/ttr/p90_seconds",
            "/ttr_by_persons/incidents",
            "/ttr_by_alerts/incidents",
            "/never_acknowledged/incidents",
            "/excluded/merged",
            "/excluded/storm",
            "/resolved")) {
      JsonNode value = summary.at(at);
      assertThat(value.isMissingNode()).as(at + " of " + summary).isFalse();
      told.add(value.isNull() ? "-" : value.asText());
    }
    return String.join(" ", told);
  }
}
