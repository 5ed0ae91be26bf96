package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.fixtures.database.TestIngest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A team with people, in words: who is on call, by what they are reached, what the policy says, and
 * what became of it. No notifier runs: the scene writes the outcomes of deliveries as one would.
 */
final class EscalationScene implements AutoCloseable {

  private static final int AUTO_RESOLVE = 1 << 7;

  final RunningCore core;
  final String team;
  final UUID shop;
  private final Map<String, UUID> people = new HashMap<>();
  private int incidents;

  EscalationScene() {
    this(Map.of());
  }

  EscalationScene(Map<String, String> settings) {
    core = RunningCore.start(settings);
    core.holdHousekeeping();
    team = made("/api/v1/teams", "{\"name\":\"Shop\"}");
    shop =
        UUID.fromString(
            made("/api/v1/services", "{\"name\":\"shop\",\"owner_team\":\"" + team + "\"}"));
  }

  @Override
  public void close() {
    core.close();
  }

  String made(String path, String json) {
    Reply reply = core.post(path, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(201);
    return reply.json().get("id").asText();
  }

  /**
   * Stores rules that match any alert of the shop.
   *
   * @param rules a list of them, as JSON
   * @return their version
   */
  int rules(String rules) {
    Reply stored = core.post("/api/v1/rule-sets", "{\"rules\":" + rules + "}");
    assertThat(stored.status()).as(stored.http().body()).isEqualTo(201);
    return stored.json().get("version").asInt();
  }

  /**
   * Posts an alert of the shop that was routed by these rules, and whose incident resolves with it.
   *
   * @param rule the index of the first that matched
   */
  void routed(int version, int rule, Event alert) {
    core.ingest.post(
        core.tenant,
        core.source,
        core.now(),
        List.of(alert),
        event ->
            new Routing(
                shop,
                Severity.of(event.severity()),
                event.groupKey(),
                version,
                rule,
                (short) AUTO_RESOLVE));
    core.follow();
  }

  /** A person with verified contact methods, in their order. */
  UUID person(String name, String... channels) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    core.database.execute(
        "INSERT INTO user_account (tenant_id, id, username, email, role) VALUES ('%s', '%s', '%s', '%s@example.org', 'responder')"
            .formatted(core.tenant, id, name, name));
    int n = 0;
    for (String channel : channels) {
      method(id, name, channel, n++);
    }
    people.put(name, id);
    return id;
  }

  private void method(UUID user, String name, String channel, int n) {
    core.database.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at, created_at)
        VALUES ('%1$s', '%2$s', '%3$s', '%4$s', '%4$s', '%5$s', now(), now() + interval '%6$s s')\
        """
            .formatted(
                core.tenant, methodOf(name, channel), user, channel, address(name, channel), n));
  }

  UUID idOf(String name) {
    return java.util.Objects.requireNonNull(people.get(name));
  }

  static UUID methodOf(String name, String channel) {
    return UUID.nameUUIDFromBytes(
        (name + "/" + channel).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String address(String name, String channel) {
    return channel.equals("sms")
        ? "+3361234" + (1000 + Math.floorMod(name.hashCode(), 9000))
        : name + "@example.org";
  }

  /** "SMS after three minutes": the person's own rules for SEV1 and SEV2. */
  void rules(String name, Map<String, Duration> waits) {
    List<String> rows = new ArrayList<>();
    waits.forEach(
        (channel, wait) ->
            rows.add(
                "('%s', '%s', 'high', %d, '%s', '%s')"
                    .formatted(
                        core.tenant,
                        people.get(name),
                        rows.size(),
                        wait,
                        methodOf(name, channel))));
    core.database.execute(
        "INSERT INTO notification_rule (tenant_id, user_id, urgency, position, wait, contact_id)"
            + " VALUES "
            + String.join(", ", rows));
  }

  void onCall(String name) {
    Reply reply =
        core.send(
            core.token,
            "PUT",
            "/api/v1/teams/" + team + "/stand-ins",
            "{\"current_on_call\":\"" + name + "\"}");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** The tenant's default policy, with these steps as JSON. */
  void policy(int rounds, String repeatAfter, String resumeAfter, String... steps) {
    UUID id = UUID.randomUUID();
    core.database.execute(
        """
        INSERT INTO escalation_policy (tenant_id, id, name, is_default, created_at, updated_at)
        VALUES ('%1$s', '%2$s', 'Shop ladder', true, now(), now());
        INSERT INTO escalation_policy_version (tenant_id, policy_id, version, definition, made_at, made_by)
        VALUES ('%1$s', '%2$s', 1, '%3$s', now(), 'test')\
        """
            .formatted(
                core.tenant,
                id,
                """
                {"name":"Shop ladder","severities":[],"is_default":true,"rounds":%d,"repeat_after":"%s"%s,"steps":[%s]}\
                """
                    .formatted(
                        rounds,
                        repeatAfter,
                        resumeAfter.isEmpty() ? "" : ",\"resume_after\":\"" + resumeAfter + "\"",
                        String.join(",", steps))));
  }

  /** A step that tells whoever is on call. */
  static String onCallAfter(String delay) {
    return "{\"after\":\"" + delay + "\",\"notify\":[{\"type\":\"oncall\"}]}";
  }

  String userAfter(String delay, String name) {
    return "{\"after\":\"%s\",\"notify\":[{\"type\":\"user\",\"user\":\"%s\"}]}"
        .formatted(delay, people.get(name));
  }

  /** A contact of another team, which the tenant's fallback names. */
  void desk() {
    String other = made("/api/v1/teams", "{\"name\":\"Desk\"}");
    String desk =
        made(
            "/api/v1/teams/" + other + "/contacts",
            """
            {"name": "Desk", "channel": "webhook", "address": "https://hooks.example/desk"}\
            """);
    core.send(core.token, "PUT", "/api/v1/fallback", "{\"contacts\":[\"" + desk + "\"]}");
  }

  /** Opens an incident of the shop. */
  String opens(String severity) {
    return made(
        "/api/v1/incidents",
        "{\"title\":\"The shop is down %d\",\"severity\":\"%s\",\"service_name\":\"shop\"}"
            .formatted(++incidents, severity));
  }

  void acknowledges(String incident) {
    acts(incident, "acknowledge", "{}");
  }

  void acts(String incident, String action, String json) {
    Reply reply = core.post("/api/v1/incidents/" + incident + "/" + action, json);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  void raises(String incident, String severity) {
    String path = "/api/v1/incidents/" + incident;
    String version = core.get(path).json().get("version").asText();
    Reply reply =
        core.send(
            core.token,
            "PATCH",
            path,
            "{\"severity\":\"" + severity + "\"}",
            "if-match",
            "\"" + version + "\"");
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
  }

  /** Time passes for what escalation waits for; the database's clock cannot be moved. */
  void passes(Duration time) {
    core.clock.move(time);
    core.database.execute(
        """
        UPDATE timer SET due_at = due_at - interval '%1$s', try_at = try_at - interval '%1$s'
         WHERE kind LIKE 'escalation%%';
        UPDATE delivery_outcome SET not_before = not_before - interval '%1$s' WHERE outcome = 'late'\
        """
            .formatted(time));
    settles();
  }

  /** Everything that is due has been done. */
  void settles() {
    Await.until(
        "what is due to be done",
        () ->
            core.database.count(
                """
                SELECT (SELECT count(*) FROM timer WHERE kind LIKE 'escalation%' AND try_at <= now())
                       + (SELECT count(*) FROM delivery_outcome WHERE not_before <= now())\
                """),
        left -> left == 0);
  }

  /** Every page that waits is accepted. */
  void accepts() {
    core.database.execute(
        "UPDATE delivery SET status = 'sent', attempts = 1, finished_at = now() WHERE status ="
            + " 'pending'");
    settles();
  }

  /** The pages that wait for that person by that channel are refused for good. */
  void refuses(String name, String channel) {
    core.database.execute(
        """
        UPDATE delivery SET status = 'dead', attempts = 1, finished_at = now(), last_error = 'HTTP 403'
         WHERE status = 'pending' AND receiver_id = '%s'\
        """
            .formatted(methodOf(name, channel)));
    settles();
  }

  /** Who was called about the incident, in order: "ann/sms". Without the console. */
  List<String> called(String incident) {
    return core.database.query(
        """
        SELECT coalesce(r.name, d.channel) || CASE WHEN d.status = 'cancelled' THEN ' (stopped)' ELSE '' END
          FROM delivery d LEFT JOIN receiver r ON r.tenant_id = d.tenant_id AND r.id = d.receiver_id
         WHERE d.incident_id = '%s' AND d.receiver_id <> '00000000-0000-0000-0000-000000000000'
           AND d.event IN ('incident.triggered', 'incident.reopened', 'incident.refired', 'incident.escalated',
                           'incident.severity_changed', 'incident.service_changed')
         ORDER BY d.event_seq, d.created_at, r.name\
        """
            .formatted(incident));
  }

  /** What the timeline says of that type, in order. */
  List<String> timeline(String incident, String type) {
    return core.database.query(
        """
        SELECT coalesce(c.text, t.message)
          FROM timeline t LEFT JOIN comment c ON c.subject_id = t.incident_id AND c.seq = t.seq
         WHERE t.incident_id = '%s' AND t.type = '%s' ORDER BY t.seq\
        """
            .formatted(incident, type));
  }

  JsonNode get(String incident, String what) {
    Reply reply = core.get("/api/v1/incidents/" + incident + "/" + what);
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json();
  }

  String state(String incident) {
    return get(incident, "escalation").at("/runs/0/state").asText();
  }

  long timers() {
    return core.database.count("SELECT count(*) FROM timer WHERE kind LIKE 'escalation%'");
  }
}
