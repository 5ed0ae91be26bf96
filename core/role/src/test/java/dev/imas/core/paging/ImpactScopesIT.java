package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who else an incident concerns, and when they hear of it (RTE-02, RTE-04), in plain words: given a
 * scope, when something happens to an incident, then these are told.
 */
class ImpactScopesIT {

  private static final Duration FIVE = Duration.ofMinutes(5);

  private final EscalationScene scene = new EscalationScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void scope(String name, String more) {
    scene.made("/api/v1/scopes", "{\"name\":\"" + name + "\"" + more.replace('\'', '"') + "}");
  }

  private void legal() {
    scope("Legal", ",'mandatory_notify_email':['dpo@example.org'],'actions':'Write it down'");
  }

  private void security() {
    String team = scene.made("/api/v1/teams", "{\"name\":\"Security\"}");
    stand(team, "sam");
    scope("Breach", ",'mandatory_notify_email':['ciso@example.org'],'team':'Security'");
  }

  private void stand(String team, String name) {
    Reply reply =
        scene.core.send(
            scene.core.token,
            "PUT",
            "/api/v1/teams/" + team + "/stand-ins",
            "{\"current_on_call\":\"" + name + "\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  private String opens(String severity, String scope) {
    return scene.made(
        "/api/v1/incidents",
        """
        {"title": "The shop leaks", "severity": "%s", "service_name": "shop", "impacted_scopes": ["%s"]}\
        """
            .formatted(severity, scope));
  }

  private void concerns(String incident, String scope) {
    Reply reply =
        scene.core.send(
            scene.core.token, "PUT", "/api/v1/incidents/" + incident + "/scopes/" + scope, null);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** Who was told what, in order; the console stands for the team, which has no channels. */
  private List<String> told(String incident) {
    return scene.core.database.query(
        """
        SELECT substr(d.event, 10) || ': ' || coalesce(r.name, d.channel)
          FROM delivery d LEFT JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.incident_id = '%s'
         ORDER BY d.event_seq, d.created_at, r.name\
        """
            .formatted(incident));
  }

  @Test
  void theDpoIsToldAtOnceAndHearsOfTheEnd() {
    legal();
    String incident = opens("SEV4", "Legal");
    scene.accepts();
    scene.acknowledges(incident);
    scene.accepts();
    scene.acts(incident, "resolve", "{}");

    assertThat(told(incident))
        .containsExactly(
            "triggered: console",
            "scope_added: dpo@example.org",
            "acknowledged: dpo@example.org",
            "acknowledged: console",
            "resolved: dpo@example.org",
            "resolved: console");
    assertThat(
            scene.core.database.query(
                "SELECT payload ->> 'message' FROM delivery WHERE event = 'incident.scope_added'"))
        .containsExactly("Concerns Legal: Write it down");
  }

  /** RTE-02: the security scope tells the CISO and whoever is on call for security. */
  @Test
  void securitysOnCallIsToldToo() {
    scene.person("sam", "sms");
    security();
    String incident = opens("SEV1", "Breach");

    assertThat(told(incident))
        .containsExactly(
            "triggered: console", "scope_added: ciso@example.org", "scope_added: sam/sms");
    assertThat(scene.timers()).as("it is told once: no escalation follows from it").isZero();
    assertThat(scene.get(incident, "why?user=sam").at("/items/0/because").toString())
        .contains("An impact scope was added that concerns sam");
  }

  /** Who is on call for both, and whose own address the scope names, gets one buzz. */
  @Test
  void whoeverIsCalledAnywayIsNotToldAgain() {
    scene.person("sam", "sms", "email");
    scene.rules("sam", Map.of("sms", Duration.ZERO, "email", Duration.ZERO));
    security();
    scope("Legal", ",'mandatory_notify_email':['SAM@example.org']");
    scene.onCall("sam");
    scene.policy(1, "PT30M", "", EscalationScene.onCallAfter("PT0S"));
    String incident = opens("SEV1", "Breach");
    concerns(incident, "Legal");

    assertThat(told(incident))
        .containsExactly(
            "triggered: sam/email", "triggered: sam/sms", "scope_added: ciso@example.org");
  }

  /** RTE-04: a scope that is added later tells only its own new recipients. */
  @Test
  void aScopeThatIsAddedLaterTellsOnlyWhoIsNew() {
    legal();
    scope("Press", ",'mandatory_notify_email':['dpo@example.org','pr@example.org']");
    String incident = opens("SEV3", "Legal");
    concerns(incident, "Press");

    assertThat(told(incident))
        .containsExactly(
            "triggered: console", "scope_added: dpo@example.org", "scope_added: pr@example.org");
  }

  @Test
  void twoScopesAtOnceAreOneMessage() {
    legal();
    scope("Press", ",'mandatory_notify_email':['dpo@example.org']");
    String incident = opens("SEV3", "Legal\", \"Press");

    assertThat(told(incident))
        .containsExactly("triggered: console", "scope_added: dpo@example.org");
    assertThat(
            scene.core.database.query(
                "SELECT payload ->> 'message' FROM delivery WHERE event = 'incident.scope_added'"))
        .containsExactly("Concerns Legal: Write it down; Concerns Press");
  }

  @Test
  void aScopeWithoutAddressesTellsNobody() {
    assertThat(told(opens("SEV1", "GDPR/Legal"))).containsExactly("triggered: console");
  }

  @Test
  void aScopeThatIsOffTellsNobodyAnyMore() {
    legal();
    String incident = opens("SEV3", "Legal");
    scene.accepts();
    scene.core.send(
        scene.core.token,
        "PUT",
        "/api/v1/scopes/Legal",
        """
        {"name": "Legal", "mandatory_notify_email": ["dpo@example.org"], "is_active": false}\
        """,
        "if-match",
        "\"1\"");
    scene.acts(incident, "resolve", "{}");
    scene.accepts();
    scene.acts(incident, "reopen", "{\"message\":\"not over\"}");

    assertThat(told(incident))
        .containsExactly(
            "triggered: console",
            "scope_added: dpo@example.org",
            "resolved: dpo@example.org",
            "resolved: console",
            "reopened: console");
  }

  /** The team's page that reached nobody is not excused by the DPO having got a mail. */
  @Test
  void theFallbackIsToldAlthoughTheDpoWasReached() {
    legal();
    scene.made(
        "/api/v1/teams/" + scene.team + "/contacts",
        """
        {"name": "Chat", "channel": "webhook", "address": "https://hooks.example/chat"}\
        """);
    String incident = opens("SEV1", "Legal");
    scene.core.database.execute(
        "UPDATE delivery SET status = 'sent', attempts = 1, finished_at = now() WHERE event ="
            + " 'incident.scope_added'");
    scene.settles();
    scene.core.database.execute(
        """
        UPDATE delivery SET status = 'dead', attempts = 1, finished_at = now(), last_error = 'HTTP 403'
         WHERE event = 'incident.triggered'\
        """);
    scene.settles();

    assertThat(told(incident))
        .containsExactly("triggered: Chat", "triggered: console", "scope_added: dpo@example.org");
  }

  @Test
  void whenTheDposMailIsRefusedTheTeamHearsOfIt() {
    legal();
    scene.made(
        "/api/v1/teams/" + scene.team + "/contacts",
        """
        {"name": "Chat", "channel": "webhook", "address": "https://hooks.example/chat"}\
        """);
    String incident = opens("SEV3", "Legal");
    scene.core.database.execute(
        """
        UPDATE delivery SET status = 'dead', attempts = 1, finished_at = now(), last_error = 'HTTP 550'
         WHERE event = 'incident.scope_added'\
        """);
    scene.settles();

    assertThat(told(incident))
        .containsExactly("triggered: Chat", "scope_added: dpo@example.org", "scope_added: Chat");
    assertThat(scene.timeline(incident, "NOTIFICATION_REDIRECTED"))
        .singleElement()
        .asString()
        .contains(
            "Page (scope added) could not be sent to dpo@example.org (email): HTTP 550; paged"
                + " Chat");
  }

  @Test
  void whoTakesTheIncidentOnDoesNotStopWhatConcernsOthers() {
    scene.person("sam", "sms");
    scene.person("ann", "sms");
    scene.onCall("ann");
    security();
    String incident = opens("SEV1", "Breach");
    scene.acknowledges(incident);

    assertThat(
            scene.core.database.query(
                """
                SELECT r.name || ' ' || d.status FROM delivery d JOIN receiver r ON r.id = d.receiver_id
                 WHERE d.event IN ('incident.triggered', 'incident.scope_added') ORDER BY r.name\
                """))
        .containsExactly("ann/sms cancelled", "ciso@example.org pending", "sam/sms pending");
  }

  @Test
  void addingAScopeLeavesTheEscalationAsItIs() {
    scene.person("ann", "email");
    scene.person("boss", "sms");
    scene.onCall("ann");
    legal();
    scene.policy(
        1, "PT30M", "", EscalationScene.onCallAfter("PT0S"), scene.userAfter("PT5M", "boss"));
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(FIVE.minusSeconds(60));
    concerns(incident, "Legal");
    scene.accepts();
    scene.passes(Duration.ofSeconds(60));

    assertThat(told(incident))
        .containsExactly(
            "triggered: ann/email", "scope_added: dpo@example.org", "escalated: boss/sms");
    assertThat(scene.get(incident, "escalation").get("runs")).hasSize(1);
  }

  /** NTF-15: who is concerned hears that it is open again, and worse. */
  @Test
  void aReopeningAndARaiseAreToldToThoseWhomItConcerns() {
    legal();
    String incident = opens("SEV3", "Legal");
    scene.accepts();
    scene.acts(incident, "resolve", "{}");
    scene.accepts();
    scene.acts(incident, "reopen", "{\"message\":\"it leaks again\"}");
    scene.accepts();
    scene.raises(incident, "SEV1");

    assertThat(told(incident))
        .containsSubsequence(
            "scope_added: dpo@example.org",
            "resolved: dpo@example.org",
            "reopened: console",
            "scope_added: dpo@example.org",
            "severity_changed: console",
            "scope_added: dpo@example.org");
    assertThat(scene.timeline(incident, "SCOPE_ADDED"))
        .containsExactly(
            "Concerns Legal: Write it down", "Still concerns Legal", "Still concerns Legal");
  }

  @Test
  void whoIsConcernedHearsOfTheEndAlsoWhenAnotherTeamHasIt() {
    legal();
    scene.core.service("depot");
    String incident = opens("SEV3", "Legal");
    scene.accepts();
    Reply moved =
        scene.core.send(
            scene.core.token,
            "PATCH",
            "/api/v1/incidents/" + incident,
            "{\"service\":\"depot\"}",
            "if-match",
            "\""
                + scene.core.get("/api/v1/incidents/" + incident).json().get("version").asText()
                + "\"");
    assertThat(moved.status()).as(moved.http().body()).isEqualTo(200);
    scene.accepts();
    scene.acts(incident, "resolve", "{}");

    assertThat(told(incident)).endsWith("resolved: dpo@example.org", "resolved: console");
  }

  // ---- as a target of escalation

  private static String scopeAfter(String delay, String which) {
    return "{\"after\":\"%s\",\"notify\":[{\"type\":\"scope\"%s}]}".formatted(delay, which);
  }

  private String policy(String steps) {
    return scene.made(
        "/api/v1/escalation-policies",
        """
        {"name": "Ladder", "is_default": true, "rounds": 1, "repeat_after": "PT30M", "steps": [%s]}\
        """
            .formatted(steps));
  }

  @Test
  void aStepTellsTheRecipientsOfAScope() {
    scene.person("ann", "email");
    scene.person("sam", "sms");
    scene.onCall("ann");
    security();
    policy(EscalationScene.onCallAfter("PT0S") + "," + scopeAfter("PT5M", ",\"scope\":\"breach\""));
    String incident = scene.opens("SEV2");
    scene.accepts();
    scene.passes(FIVE);

    assertThat(told(incident))
        .containsExactly(
            "triggered: ann/email", "escalated: ciso@example.org", "escalated: sam/sms");
    JsonNode step = scene.get(incident, "escalation").at("/runs/0/steps/1");
    assertThat(step.get("told").findValuesAsText("how"))
        .containsExactly("stands in for Security (current)", "recipient of Breach");
    assertThat(scene.get(incident, "why?user=sam").at("/items/0/because").toString())
        .contains("sam, stands in for Security");
  }

  @Test
  void aStepTellsWhomTheScopesOfTheIncidentConcernAtThatTime() {
    scene.person("ann", "email");
    scene.onCall("ann");
    legal();
    policy(EscalationScene.onCallAfter("PT0S") + "," + scopeAfter("PT5M", ""));
    String with = scene.opens("SEV2");
    String without = scene.opens("SEV2");
    concerns(with, "Legal");
    scene.accepts();
    scene.passes(FIVE);

    assertThat(told(with)).endsWith("escalated: dpo@example.org");
    assertThat(scene.get(without, "escalation").at("/runs/0/steps/1/reason").asText())
        .contains("the incident has no impact scope");
  }

  /** The first step tells the scopes that the incident is opened with; it is one message. */
  @Test
  void aFirstStepKnowsTheScopesOfTheIncidentThatItOpensWith() {
    legal();
    policy(scopeAfter("PT0S", ""));
    assertThat(told(opens("SEV2", "Legal"))).containsExactly("triggered: dpo@example.org");
  }

  @Test
  void aDryRunSaysWhomAScopeWouldTellAndAPolicyKeepsItsName() {
    legal();
    String policy =
        policy(scopeAfter("PT0S", ",\"scope\":\"Legal\"") + "," + scopeAfter("PT5M", ""));
    String incident = opens("SEV2", "Legal");

    JsonNode run =
        scene
            .core
            .post(
                "/api/v1/escalation-policies/" + policy + "/dry-run",
                "{\"incident\":\"" + incident + "\"}")
            .json();
    assertThat(run.toString()).contains("recipient of Legal").doesNotContain("no impact scope");
    JsonNode ofService =
        scene
            .core
            .post("/api/v1/escalation-policies/" + policy + "/dry-run", "{\"service\":\"shop\"}")
            .json();
    assertThat(ofService.toString()).contains("the incident has no impact scope");
    assertThat(
            scene
                .core
                .get("/api/v1/escalation-policies/" + policy)
                .json()
                .at("/steps/0/notify/0/scope")
                .asText())
        .isEqualTo("Legal");
    Reply unknown =
        scene.core.post(
            "/api/v1/escalation-policies",
            "{\"name\":\"x\",\"steps\":[" + scopeAfter("PT0S", ",\"scope\":\"Nope\"") + "]}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().toString())
        .contains("/steps/0/notify/0/scope names Nope, which is no impact scope; create it first");
  }
}
