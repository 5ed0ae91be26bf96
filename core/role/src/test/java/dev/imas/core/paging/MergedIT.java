package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a merge of incidents means for alerts, for people and for what was sent before (C41–C46).
 */
class MergedIT {

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private String fires(String name, int severity) {
    scene.routed(1, 0, Event.firing(name, severity, scene.shop, scene.core.now()).inGroup(name));
    return incidentOf(name);
  }

  private void recovers(String name, int severity) {
    scene.core.clock.move(Duration.ofSeconds(1));
    scene.routed(
        1, 0, Event.firing(name, severity, scene.shop, scene.core.now()).inGroup(name).resolved());
  }

  private String incidentOf(String alert) {
    return scene
        .core
        .database
        .query(
            "SELECT p.incident_id FROM alert_progress p JOIN alert a ON a.fingerprint = p.fingerprint WHERE a.name = '%s'"
                .formatted(alert))
        .getFirst();
  }

  private Reply merge(String target, String json) {
    return scene.core.post("/api/v1/incidents/" + target + "/merge", json);
  }

  private JsonNode merged(String target, String source) {
    Reply reply = merge(target, "{\"sources\":[\"" + source + "\"]}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  private JsonNode incident(String id) {
    return scene.core.get("/api/v1/incidents/" + id).json();
  }

  private void countsAreRows() {
    assertThat(
            scene.core.database.query(
                """
                SELECT i.short_id FROM incident i
                 WHERE i.alert_count <> (SELECT count(*) FROM incident_alert m WHERE m.incident_id = i.id)
                    OR i.firing_count <> (SELECT count(*) FROM alert_progress p WHERE p.incident_id = i.id AND p.firing)\
                """))
        .as("incidents whose counts are not those of their rows")
        .isEmpty();
  }

  /** C41, C42: the alerts move, and so does the next one of the group, also after the end. */
  @Test
  void alertsAndWhatFollowsOfThemBelongToTheTarget() {
    String target = fires("disk full", 2);
    String source = fires("slow writes", 2);

    JsonNode outcome = merged(target, source);
    assertThat(outcome.at("/alerts").asInt()).isEqualTo(1);
    assertThat(outcome.at("/sources/0/status").asText()).isEqualTo("TRIGGERED");
    assertThat(incidentOf("slow writes")).isEqualTo(target);
    JsonNode ended = incident(source);
    assertThat(ended.get("status").asText()).isEqualTo("RESOLVED");
    assertThat(ended.get("ended_by").asText()).isEqualTo("merged");
    assertThat(ended.get("merged_into").asText()).isEqualTo(target);
    assertThat(ended.get("acknowledged_at").isNull()).as("nobody acknowledged it").isTrue();
    countsAreRows();

    recovers("slow writes", 2);
    assertThat(incident(target).get("firing_count").asInt()).isEqualTo(1);
    assertThat(incidentOf("slow writes")).isEqualTo(target);
    fires("slow writes", 2);
    assertThat(incidentOf("slow writes")).as("fires again").isEqualTo(target);

    recovers("slow writes", 2);
    recovers("disk full", 2);
    assertThat(incident(target).get("status").asText()).isEqualTo("RESOLVED");
    assertThat(incident(target).get("ended_by").asText()).isEqualTo("alerts");
    fires("slow writes", 2);
    assertThat(incidentOf("slow writes")).as("reopens the target").isEqualTo(target);
    assertThat(incident(target).get("status").asText()).isEqualTo("TRIGGERED");
    fires("disk full", 2);
    assertThat(incidentOf("disk full")).isEqualTo(target);
    assertThat(incident(source).get("status").asText()).isEqualTo("RESOLVED");
    countsAreRows();
  }

  /** C43: depth one, and the same merge again is the same. */
  @Test
  void sourcesOfASourceFollowAndRefusalsNameTheIncident() {
    String a = fires("a", 3);
    String b = fires("b", 3);
    String c = fires("c", 3);
    merged(b, a);
    merged(c, b);
    assertThat(incident(a).get("merged_into").asText()).isEqualTo(c);
    fires("a", 3);
    assertThat(incidentOf("a")).isEqualTo(c);
    countsAreRows();

    assertThat(merge(c, "{\"sources\":[\"" + b + "\"]}").status()).as("again").isEqualTo(200);
    Reply into = merge(b, "{\"sources\":[\"" + c + "\"]}");
    assertThat(into.status()).isEqualTo(409);
    assertThat(into.json().get("detail").asText()).contains(incident(b).get("short_id").asText());
    Reply itself = merge(c, "{\"sources\":[\"" + c + "\"]}");
    assertThat(itself.status()).isEqualTo(409);
    assertThat(itself.json().at("/detail").asText()).contains("into itself");
    assertThat(merge(c, "{}").status()).isEqualTo(422);
    assertThat(merge(c, "{\"sources\":[\"INC-00000\"]}").status()).isEqualTo(422);
    assertThat(merge("INC-00000", "{\"sources\":[\"" + c + "\"]}").status()).isEqualTo(404);
    Reply reopened = scene.core.post("/api/v1/incidents/" + a + "/reopen", "{\"message\":\"x\"}");
    assertThat(reopened.status()).isEqualTo(409);
  }

  /** C44: buttons of messages that were sent for the source act on the target. */
  @Test
  void whatIsDoneAboutTheSourceIsDoneAboutTheTarget() {
    String target = fires("disk full", 2);
    String source = fires("slow writes", 2);
    merged(target, source);
    scene.acknowledges(source);
    assertThat(incident(target).get("status").asText()).isEqualTo("ACKNOWLEDGED");
    Reply comment =
        scene.core.post("/api/v1/incidents/" + source + "/comments", "{\"message\":\"mine\"}");
    assertThat(comment.status()).isEqualTo(201);
    assertThat(scene.timeline(source, "NOTE")).contains("mine");
    assertThat(scene.timeline(target, "NOTE")).doesNotContain("mine");
  }

  /** C44: the source's escalation ends, and a more severe source pages as any raise does. */
  @Test
  void aMergeNeverSilencesWhatIsMoreSevere() {
    scene.person("ann", "email");
    scene.onCall("ann");
    scene.policy(
        1, "PT5M", "", EscalationScene.onCallAfter("PT0S"), EscalationScene.onCallAfter("PT10M"));
    String target = scene.opens("SEV3");
    scene.accepts();
    scene.acknowledges(target);
    String source = scene.opens("SEV1");
    scene.accepts();
    int before = scene.called(target).size();

    JsonNode preview = merge(target, "{\"sources\":[\"" + source + "\"],\"dry_run\":true}").json();
    assertThat(preview.get("is_preview").asBoolean()).isTrue();
    assertThat(preview.get("raises_to").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(incident(source).get("status").asText()).isEqualTo("TRIGGERED");

    merged(target, source);
    scene.accepts();
    assertThat(incident(target).get("severity").asText()).isEqualTo("SEV1_CRITICAL");
    assertThat(scene.called(target)).hasSizeGreaterThan(before);
    List<String> ofSource = scene.called(source);
    assertThat(scene.state(source)).isEqualTo("replaced");
    scene.passes(Duration.ofMinutes(11));
    assertThat(scene.called(source)).as("no page for a source after the merge").isEqualTo(ofSource);
  }

  /** C44: a target that pages nobody begins to, if a source did. */
  @Test
  void aTargetWithoutEscalationBeginsItsOwn() {
    scene.person("ann", "email");
    scene.onCall("ann");
    String target =
        scene.made(
            "/api/v1/incidents",
            "{\"title\":\"by"
                + " hand\",\"severity\":\"SEV1\",\"service_name\":\"shop\",\"page\":false}");
    assertThat(scene.called(target)).isEmpty();
    String source = scene.opens("SEV2");
    scene.accepts();
    assertThat(merged(target, source).get("starts_paging").asBoolean()).isTrue();
    assertThat(scene.called(target)).containsExactly("ann/email");
  }

  /** C44: whoever is on call for another team is told, since nobody there has taken theirs on. */
  @Test
  void theOtherTeamIsTold() {
    scene.person("ann", "email");
    scene.onCall("ann");
    scene.person("bob", "email");
    String desk = scene.made("/api/v1/teams", "{\"name\":\"Desk\"}");
    scene.core.send(
        scene.core.token,
        "PUT",
        "/api/v1/teams/" + desk + "/stand-ins",
        "{\"current_on_call\":\"bob\"}");
    scene.made("/api/v1/services", "{\"name\":\"desk\",\"owner_team\":\"" + desk + "\"}");
    String source =
        scene.made(
            "/api/v1/incidents",
            "{\"title\":\"Desk down\",\"severity\":\"SEV2\",\"service_name\":\"desk\"}");
    String target = scene.opens("SEV2");
    scene.accepts();
    scene.acknowledges(target);

    JsonNode outcome = merged(target, source);
    assertThat(outcome.at("/notifies/0").asText()).isEqualTo("Desk");
    assertThat(scene.called(target)).contains("bob/email");
    assertThat(scene.timeline(target, "ESCALATION").getLast()).contains("Desk");
  }

  private List<String> rows(String... incidents) {
    String ids = "'" + String.join("','", incidents) + "'";
    return scene.core.database.query(
        """
        SELECT row_to_json(x)::text
          FROM (SELECT id, title, severity, status, group_key, auto_resolve, lead, detected_at, created_at, acknowledged_at,
                       mitigated_at, resolved_at, ended_by, merged_into, severity_set_by, alert_count, firing_count,
                       reopen_count
                  FROM incident WHERE id IN (%1$s) ORDER BY id) AS x
         UNION ALL
        (SELECT row_to_json(m)::text FROM incident_alert m WHERE incident_id IN (%1$s) ORDER BY incident_id, fingerprint)
         UNION ALL
        (SELECT row_to_json(p)::text FROM alert_progress p WHERE incident_id IN (%1$s) ORDER BY fingerprint)
         UNION ALL
        (SELECT incident_id || ' ' || run || ' ' || state || ' ' || step FROM escalation_run WHERE incident_id IN (%1$s)
          ORDER BY incident_id, run)\
        """
            .formatted(ids));
  }

  /** C46: for a while the merge is undone to the byte, and the escalation goes on. */
  @Test
  void undoneBothAreWhatTheyWere() {
    scene.person("ann", "email");
    scene.onCall("ann");
    scene.policy(
        1, "PT5M", "", EscalationScene.onCallAfter("PT0S"), EscalationScene.onCallAfter("PT10M"));
    String target = fires("disk full", 3);
    scene.acknowledges(target);
    String source = fires("slow writes", 2);
    scene.accepts();
    List<String> before = rows(target, source);

    merged(target, source);
    assertThat(rows(target, source)).isNotEqualTo(before);
    JsonNode merges = scene.get(target, "merges");
    assertThat(merges.at("/from/0/incident/id").asText()).isEqualTo(source);
    assertThat(merges.at("/from/0/undo_until").isNull()).isFalse();
    assertThat(scene.get(source, "merges").at("/into/incident/id").asText()).isEqualTo(target);

    scene.acts(source, "unmerge", "{}");
    assertThat(rows(target, source)).isEqualTo(before);
    assertThat(scene.get(target, "merges").get("from").isEmpty()).isTrue();
    int called = scene.called(source).size();
    scene.passes(Duration.ofMinutes(10));
    assertThat(scene.called(source)).as("the next step").hasSizeGreaterThan(called);
    fires("slow writes", 2);
    assertThat(incidentOf("slow writes")).isEqualTo(source);
    countsAreRows();
    Reply again = scene.core.post("/api/v1/incidents/" + source + "/unmerge", "{}");
    assertThat(again.status()).isEqualTo(409);
  }

  /** C137: not once either has a new life. */
  @Test
  void notUndoneOnceTheTargetHasChanged() {
    String target = fires("disk full", 3);
    String source = fires("slow writes", 3);
    merged(target, source);
    scene.acknowledges(target);
    Reply refused = scene.core.post("/api/v1/incidents/" + source + "/unmerge", "{}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("ACKNOWLEDGED by now");
    assertThat(scene.get(target, "merges").at("/from/0/undo_until").isNull()).isTrue();
    scene.acts(target, "unacknowledge", "{}");
    scene.core.clock.move(Duration.ofMinutes(16));
    Reply late = scene.core.post("/api/v1/incidents/" + source + "/unmerge", "{}");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().get("detail").asText()).contains("15 min");
  }

  /** C46: an undo gives back what was merged, and nothing else. */
  @Test
  void alertsThatCameLaterStayWhereTheyCameTo() {
    String target = fires("disk full", 3);
    String source = fires("slow writes", 3);
    merged(target, source);
    scene.routed(
        1,
        0,
        Event.firing("slower writes", 3, scene.shop, scene.core.now()).inGroup("slow writes"));
    assertThat(incidentOf("slower writes")).isEqualTo(target);
    scene.acts(source, "unmerge", "{}");
    assertThat(incidentOf("slow writes")).isEqualTo(source);
    assertThat(incidentOf("slower writes")).isEqualTo(target);
    countsAreRows();
  }
}
