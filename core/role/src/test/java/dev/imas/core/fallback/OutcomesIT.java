package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What core does with deliveries that a notifier has ended. No notifier runs. */
class OutcomesIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_CORE_PAGE_ACCEPT_WITHIN", "0s"));
  private static int scenes;

  private String incident = "";

  @AfterAll
  static void stop() {
    core.close();
  }

  private static final String OTHER = "00000000-0000-0000-0000-000000000013";

  @BeforeEach
  void open() {
    incident =
        core.post(
                "/api/v1/incidents",
                "{\"title\":\"Ledger %d is down\",\"severity\":\"SEV3\"}".formatted(++scenes))
            .json()
            .get("id")
            .asText();
    followed(); // the console calls nobody, so the fallback was asked at once
  }

  @Test
  void theTimelineTellsThatAPageWasSentAndNothingElseChanges() throws SQLException {
    JsonNode before = detail();
    asNotifier(
        "UPDATE delivery SET status = 'sent', attempts = 1, finished_at = now() WHERE incident_id ="
            + " '"
            + incident
            + "'");
    followed();

    JsonNode after = detail();
    JsonNode sent = entry(after, "ALERT_SENT");
    assertThat(sent.get("created_by").asText()).isEqualTo("notifier");
    assertThat(sent.get("message").asText()).isEqualTo("Paged the console");
    // The console calls nobody; the tenant has named nobody else, so nothing was redirected.
    assertThat(after.get("timeline")).hasSize(2);
    assertThat(core.meters.get("imas.page.fallbacks").tags("to", "nobody").counter().count())
        .isPositive();
    assertThat(after.get("version")).isEqualTo(before.get("version"));
    assertThat(after.get("updated_at")).isEqualTo(before.get("updated_at"));
  }

  private static JsonNode entry(JsonNode incident, String type) {
    for (JsonNode entry : incident.get("timeline")) {
      if (entry.get("type").asText().equals(type)) {
        return entry;
      }
    }
    throw new AssertionError("no " + type + " in " + incident.get("timeline"));
  }

  @Test
  void whatDiedAndWasSentAgainIsToldInOrder() throws SQLException {
    String delivery = "UPDATE delivery SET status = '%s' WHERE incident_id = '" + incident + "'";
    asNotifier(
        "UPDATE delivery SET status = 'dead', last_error = 'no terminal' WHERE incident_id = '"
            + incident
            + "'",
        delivery.formatted("pending"),
        delivery.formatted("sent"));
    followed();

    assertThat(
            core.database.query(
                "SELECT type || ': ' || message FROM timeline WHERE incident_id = '"
                    + incident
                    + "' AND author = 'notifier' ORDER BY seq"))
        .containsExactly(
            "NOTIFICATION_FAILED: Could not page the console: no terminal",
            "ALERT_SENT: Paged the console");
  }

  @Test
  void howMuchIsNotFollowedYetAndForHowLongIsMeasured() throws SQLException {
    try (Connection person = core.database.connect();
        Statement sql = person.createStatement()) {
      person.setAutoCommit(false);
      sql.execute("SELECT FROM incident WHERE id = '" + incident + "' FOR UPDATE");
      core.database.execute(
          """
          INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, not_before, ended_at)
          SELECT tenant_id, id, n, CASE n WHEN 1 THEN 'sent' WHEN 2 THEN 'dead' ELSE 'late' END,
                 CASE n WHEN 3 THEN now() - interval '30 s' WHEN 4 THEN now() + interval '1 h' ELSE '-infinity' END,
                 CASE WHEN n < 3 THEN now() - n * interval '1 minute' END
            FROM incident, generate_series(1, 4) AS n WHERE id = '%s'\
          """
              .formatted(incident));
      Await.until("them to be counted", () -> gauge("backlog"), n -> n == 3);
      assertThat(gauge("oldest.seconds")).isBetween(120.0, 180.0);
      person.rollback();
    }
    core.database.execute("DELETE FROM delivery_outcome WHERE not_before > now()");
    followed();
    Await.until("nothing to wait", () -> gauge("backlog") + gauge("oldest.seconds"), n -> n == 0);
  }

  private static double gauge(String figure) {
    return core.meters.get("imas.delivery.outcomes." + figure).gauge().value();
  }

  /** In all tenants at once, and one of them cannot be told of. */
  @Test
  void tenantsShareTransactionsAndOneThatFailsHindersNobodyElse() {
    core.database.execute(
        """
        INSERT INTO tenant (tenant_id, name) SELECT lpad(n::text, 32, '0')::uuid, 't-' || n FROM generate_series(1, 24) AS n;
        INSERT INTO team (tenant_id, id, name) SELECT tenant_id, tenant_id, 'ops' FROM tenant WHERE name LIKE 't-%%';
        INSERT INTO service (tenant_id, id, name, owner_team_id) SELECT tenant_id, tenant_id, 'one', tenant_id FROM team
         WHERE name = 'ops';
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at, created_at,
                              updated_at, timeline_seq)
        SELECT t.tenant_id, t.tenant_id, i.short_id, i.title, t.tenant_id, i.severity, i.status, i.origin, i.created_by, i.detected_at,
               i.created_at, i.updated_at, i.timeline_seq
          FROM incident i, tenant t WHERE i.id = '%1$s' AND t.name LIKE 't-%%';
        INSERT INTO timeline
        SELECT (jsonb_populate_record(l, jsonb_build_object('tenant_id', t.tenant_id, 'incident_id', t.tenant_id))).*
          FROM timeline l, tenant t WHERE l.incident_id = '%1$s' AND t.name LIKE 't-%%';
        ALTER TABLE timeline ADD CONSTRAINT not_here CHECK (tenant_id <> '%2$s' OR type <> 'ALERT_SENT');
        INSERT INTO delivery (tenant_id, id, incident_id, event_seq, event, receiver_id, channel, address, urgency, status, payload)
        SELECT tenant_id, tenant_id, tenant_id, 1, 'incident.triggered', '00000000-0000-0000-0000-000000000000', 'console', '', 3,
               'sent', '{}' FROM tenant WHERE name LIKE 't-%%';
        INSERT INTO delivery_outcome (tenant_id, incident_id, event_seq, outcome, delivery_id, tries, ended_at)
        SELECT tenant_id, tenant_id, 1, 'sent', tenant_id, 1, now() FROM tenant WHERE name LIKE 't-%%'\
        """
            .formatted(incident, OTHER));
    String told =
        "SELECT count(*) FROM timeline WHERE type = 'ALERT_SENT' AND incident_id = tenant_id";
    Await.until("the others", () -> core.database.count(told), n -> n == 23);
    Await.until(
        "it to be put off",
        () ->
            core.database.query(
                "SELECT tenant_id::text FROM delivery_outcome WHERE attempts > 0 AND outcome ="
                    + " 'sent'"),
        found -> found.equals(List.of(OTHER)));
    assertThat(
            core.database.count(
                "SELECT count(DISTINCT xmin::text) FROM timeline WHERE type = 'ALERT_SENT' AND"
                    + " incident_id = tenant_id"))
        .as("transactions for 23 tenants, of which a few are smaller units")
        .isLessThan(16);
    core.database.execute("ALTER TABLE timeline DROP CONSTRAINT not_here");
    Await.until("the last", () -> core.database.count(told), n -> n == 24);
    assertThat(
            core.database.query(
                "SELECT tenant_id FROM timeline WHERE type = 'ALERT_SENT' AND incident_id ="
                    + " tenant_id GROUP BY tenant_id HAVING count(*) > 1"))
        .isEmpty();
  }

  /** The notifier reports, and core decides what happens to the incident. */
  @Test
  void theNotifierHasNoRightOnIncidentsAndTheirTimelines() {
    for (String sql :
        List.of(
            "SELECT id FROM incident",
            "UPDATE incident SET timeline_seq = 9",
            "SELECT seq FROM timeline",
            "INSERT INTO timeline (tenant_id, incident_id, seq, type, author, message)"
                + " VALUES ('%s', '%s', 9, 'NOTE', 'x', 'x')".formatted(core.tenant, incident),
            "SELECT fingerprint FROM incident_alert",
            "DELETE FROM delivery_outcome")) {
      assertThatThrownBy(() -> asNotifier(sql)).as(sql).hasMessageContaining("permission denied");
    }
  }

  private JsonNode detail() {
    return core.get("/api/v1/incidents/" + incident).json();
  }

  private static void followed() {
    Await.until(
        "all followed",
        () -> core.database.query("SELECT id FROM delivery_outcome"),
        List::isEmpty);
  }

  private static void asNotifier(String... statements) throws SQLException {
    try (Connection connection = core.database.connect(DatabaseConfig.Login.NOTIFIER);
        Statement sql = connection.createStatement()) {
      connection.setAutoCommit(false);
      sql.execute("SELECT set_config('imas.tenant', '" + core.tenant + "', true)");
      for (String statement : statements) {
        sql.execute(statement);
      }
      connection.commit();
    }
  }
}
