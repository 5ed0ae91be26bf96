package dev.imas.core;

import static dev.imas.core.CheckedApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What hangs on a source that is taken away: alerts that fire could not recover any more, and what
 * they inhibit would stay hidden.
 */
class SourceRemovalIT {

  private static RunningCore core;
  private static CheckedApi api;
  private static int made;

  @BeforeAll
  static void start() {
    core = RunningCore.start();
    core.holdHousekeeping();
    api = new CheckedApi(core);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  private static UUID source(String name, String type, String config) {
    return UUID.fromString(
        api.post("/sources", source(name, type, true, config)).json().get("id").asText());
  }

  private static String source(String name, String type, boolean isActive, String config) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"is_active\":%s,\"config\":%s}"
        .formatted(name, type, isActive, config.replace('\'', '"'));
  }

  private static Event fires(UUID source, String name, int severity, UUID service) {
    Event event =
        Event.firing(name, severity, service, core.now())
            .labelled(Json.write(Map.of("alertname", name, "node", "n1")));
    core.ingest.post(core.tenant, source, core.now(), List.of(event));
    core.follow();
    return event;
  }

  private static Reply delete(UUID source, String query) {
    return api.check(
        "DELETE",
        "/sources/{id}",
        core.send(core.token, "DELETE", "/api/v1/sources/" + source + query, null));
  }

  private static JsonNode incident(UUID service) {
    return core.get(
            "/api/v1/incidents/"
                + core.get("/api/v1/incidents?service=" + service)
                    .json()
                    .at("/items/0/id")
                    .asText())
        .json();
  }

  @Test
  void sourceWhoseAlertsFireGoesWithThemOrNotAtAll() {
    UUID source = source("goes", "ALERTMANAGER", "{}");
    UUID service = core.service("goes");
    fires(source, "GoesDown", 2, service);
    fires(source, "GoesWrong", 3, service);

    Reply refused = delete(source, "");
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText())
        .contains("2 alerts of the source goes", "GoesDown, GoesWrong", "?end_alerts=true");
    assertThat(incident(service).get("status").asText()).isEqualTo("TRIGGERED");

    assertThat(delete(source, "?end_alerts=true").status()).isEqualTo(204);
    core.follow();
    JsonNode over = incident(service);
    assertThat(over.get("status").asText()).isEqualTo("RESOLVED");
    assertThat(over.get("timeline").toString())
        .contains("the source goes is deleted, and its alerts end with it", "bootstrap admin");
    assertThat(core.get("/api/v1/alerts?status=firing&service=" + service).json().get("items"))
        .isEmpty();
    assertThat(core.database.query("SELECT figure FROM recount_ledger()")).isEmpty();
  }

  @Test
  void recoveredSourceGoesWithoutAWord() {
    UUID source = source("calm", "CUSTOM", "{}");
    Event event = fires(source, "Calm", 3, core.service("calm"));
    core.ingest.post(core.tenant, source, core.now(), List.of(event.resolved()));

    assertThat(delete(source, "").status()).isEqualTo(204);
  }

  @Test
  void firingThatWaitsForWhatFollowsItGoesWithItsSource() {
    UUID source = source("late", "ALERTMANAGER", "{}");
    UUID service = core.service("late");
    Event event = fires(source, "Late", 3, service);
    for (Event one : List.of(event.resolved(), event)) {
      core.clock.move(Duration.ofSeconds(2));
      core.ingest.post(core.tenant, source, core.now(), List.of(one));
    }
    core.follow();
    assertThat(core.database.query("SELECT name FROM late_firing")).containsExactly("Late");

    assertThat(delete(source, "").status()).isEqualTo(204);
    core.clock.move(Duration.ofMinutes(2));
    core.sweep("alert-refire");
    core.follow();
    assertThat(incident(service).get("status").asText()).isEqualTo("RESOLVED");
  }

  @Test
  void whatASourceThatGoesHasInhibitedIsShown() {
    api.post(
        "/inhibit-rules",
        "{\"name\":\"cut\",\"source_matchers\":[\"alertname=Cut\"],"
            + "\"target_matchers\":[\"alertname=Behind\"],\"equal\":[\"node\"],\"wait\":\"PT0S\"}");
    UUID gone = source("inhibits", "ALERTMANAGER", "{}");
    UUID service = core.service("behind");
    fires(gone, "Cut", 3, core.service("cut"));
    fires(core.source, "Behind", 1, service);
    assertThat(core.get("/api/v1/incidents?service=" + service).json().get("items")).isEmpty();

    assertThat(delete(gone, "?end_alerts=true").status()).isEqualTo(204);
    for (int i = 0; i < 2; i++) {
      core.follow();
      core.clock.move(Duration.ofSeconds(30));
      core.sweep("hiding");
    }
    core.follow();
    assertThat(incident(service).get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(
            core.database.query(
                "SELECT event FROM delivery WHERE urgency = 1 AND incident_id = '"
                    + incident(service).get("id").asText()
                    + "'"))
        .contains("incident.triggered");
  }

  /** However the source is taken away from its alerts. */
  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ALERTMANAGER | false | {} | switched off",
        "DATADOG | true | {} | of another type",
        "ALERTMANAGER | true | {'identity_labels':['alertname']} | other labels",
        "ALERTMANAGER | true | {'ignored_labels':['node']} | other labels"
      })
  void changeThatLeavesItsAlertsBehindIsRefused(
      String type, boolean isActive, String config, String why) {
    String name = "changed " + made++;
    UUID source = source(name, "ALERTMANAGER", "{}");
    UUID service = core.service(name);
    fires(source, name, 2, service);
    String body = source(name, type, isActive, config);

    Reply refused = put(source, body, "");
    assertProblem(refused, 409);
    assertThat(refused.json().get("detail").asText()).contains(why);
    Reply applied =
        core.post(
            "/api/v1/configuration",
            "{\"documents\":["
                + body.replaceFirst("\\{", "{\"kind\":\"source\",\"key\":\"k\",")
                + "]}");
    assertProblem(applied, 409);
    assertThat(applied.json().get("detail").asText()).contains(why);

    assertThat(put(source, body, "?end_alerts=true").status()).isEqualTo(200);
    core.follow();
    assertThat(incident(service).get("status").asText()).isEqualTo("RESOLVED");
  }

  @ParameterizedTest
  @CsvSource({"ANY", "PROMETHEUS"})
  void typeThatReadsTheSamePostsIsNoLoss(String type) {
    String name = "kept " + made++;
    UUID source = source(name, "ALERTMANAGER", "{}");
    fires(source, name, 2, core.service(name));

    assertThat(put(source, source(name, type, true, "{'recent_bodies':false}"), "").status())
        .isEqualTo(200);
  }

  private static Reply put(UUID source, String body, String query) {
    return api.check(
        "PUT",
        "/sources/{id}",
        core.send(
            core.token,
            "PUT",
            "/api/v1/sources/" + source + query,
            body,
            "if-match",
            String.valueOf(core.get("/api/v1/sources/" + source).header("etag"))));
  }
}
