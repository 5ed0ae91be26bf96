package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One of each, with names that need escaping. */
final class ReferencedThings {

  /** id, name, name in another case, alias where there are any. */
  static final int FORMS = 4;

  static final int UNKNOWN = 4;

  final int n;
  private final RunningCore core;
  private final Map<String, String[]> forms = new LinkedHashMap<>();
  private final String key;
  private final UUID receipt = UUID.randomUUID();
  private final String overrideId;

  /**
   * @param kept the number of those that another test goes on to use
   */
  ReferencedThings(RunningCore core, int n, int kept) {
    this.core = core;
    this.n = n;
    String team = make("team", "/teams", "Équipe %d / nord", "{\"name\":\"%s\"}");
    make("contact", "/teams/" + team + "/contacts", "hook %d", CONTACT);
    String service =
        make(
            "service",
            "/services",
            "Čheckout %d",
            "{\"name\":\"%s\",\"aliases\":[\"kasse " + n + "\"],\"owner_team\":\"" + team + "\"}");
    core.post(
        "/api/v1/services",
        "{\"name\":\"depends %d\",\"owner_team\":\"%s\",\"depends_on\":[\"%s\"]}"
            .formatted(n, team, service));
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        SELECT '%s', gen_random_uuid(), name, name || '@example.org', 'responder' FROM unnest(ARRAY ['alice', 'bob']) AS name
        ON CONFLICT DO NOTHING;
        INSERT INTO figure_settings (tenant_id, by_person, version) VALUES ('%1$s', true, 2) ON CONFLICT DO NOTHING\
        """
            .formatted(core.tenant));
    String schedule =
        make("schedule", "/schedules", "Bereitschaft %d", SCHEDULE.replace("TEAM", team));
    Reply override =
        core.post(
            "/api/v1/schedules/" + schedule + "/overrides",
            "{\"until\":\"%s\",\"user\":\"bob\"}".formatted(core.now().plusSeconds(60)));
    overrideId = override.json().get("id").asText();
    core.post(
        "/api/v1/escalation-policies",
        "{\"name\":\"policy %d\",\"team\":\"%s\",\"steps\":[{\"notify\":[{\"type\":\"oncall\"}]}]}"
            .formatted(n, team));
    // A tenant has not many of them.
    core.database.execute(
        "DELETE FROM impact_scope WHERE name LIKE 'Presse %' AND name NOT LIKE 'Presse "
            + kept
            + " /%'");
    make("impact scope", "/scopes", "Presse %d / süd", "{\"name\":\"%s\"}");
    core.post(
        "/api/v1/repositories",
        "{\"full_name\":\"acme/shop-%d\",\"service\":\"%s\"}".formatted(n, service));
    core.post(
        "/api/v1/deployments",
        "{\"key\":\"shop-%d\",\"environment\":\"prod\",\"service\":\"%s\",\"at\":\"%s\"}"
            .formatted(n, service, core.now().minusSeconds(3_600)));
    String board =
        core.post("/api/v1/boards", "{\"name\":\"board %d\",\"team\":\"%s\"}".formatted(n, team))
            .json()
            .get("id")
            .asText();
    core.post("/api/v1/boards/" + board + "/sprints", "{}");
    core.post("/api/v1/boards/" + board + "/items", "{\"title\":\"story\",\"owner\":\"bob\"}");
    core.post(
        "/api/v1/meetings",
        """
        {"title": "meeting %1$d", "starts_at": "2098-01-01T09:00", "duration": "PT1H", "time_zone": "UTC",
         "team": "%2$s", "participants": ["bob"]}\
        """
            .formatted(n, team));
    core.post(
        "/api/v1/deployment-windows",
        """
        {"title": "window %1$d", "environment": "prod", "services": ["%2$s"], "starts_at": "2098-01-01T00:00",
         "ends_at": "2098-01-01T01:00", "time_zone": "UTC", "rollback_plan": "back"}\
        """
            .formatted(n, service));
    // In the calendar of each day, everywhere, and in nobody's way.
    core.post(
        "/api/v1/freezes",
        """
        {"name": "observes %1$d", "services": ["%2$s"], "starts_at": "2026-01-01T00:00", "ends_at": "2026-01-01T01:00",
         "time_zone": "UTC", "recurrence": "FREQ=DAILY", "observes": true,
         "tiers": ["production", "staging", "testing", "development", "other"]}\
        """
            .formatted(n, service));
    core.post(
        "/api/v1/error-budgets",
        "{\"name\":\"budget %d\",\"service\":\"%s\",\"target\":99.9}".formatted(n, service));
    core.post("/api/v1/gate", "{\"service\":\"%s\",\"environment\":\"prod\"}".formatted(service));
    String source = make("source", "/sources", "prom %d", "{\"name\":\"%s\",\"type\":\"ANY\"}");
    Reply made = core.post("/api/v1/sources/" + source + "/keys", "{}");
    key = made.json().get("id").asText();
    core.database.execute(
        """
        INSERT INTO alert_state (tenant_id, fingerprint, created_at, first_seen, last_seen, starts_at, observed_at,
                           source_id, service_id, last_receipt, rule_set_version, rule_index, decision, status,
                           severity, name, group_key, labels, annotations, details)
        VALUES ('%1$s', gen_random_uuid(), now(), now(), now(), now(), now(), '%2$s', '%3$s', gen_random_uuid(),
                0, -1, 0, 1, 3, 'a', 'g', '{"alertname":"a"}', '{}', '{}');
        INSERT INTO ledger (tenant_id, source_id, minute, shard, accepted, opened)
        VALUES ('%1$s', '%2$s', date_trunc('minute', now()), 0, 1, 1);
        INSERT INTO dead_letter (tenant_id, id, source_id, kind, counted, dialect, reason, received_at, body, body_size)
        VALUES ('%1$s', gen_random_uuid(), '%2$s', 'element', true, 'custom', 'no name', now(), 'abc', 3);
        INSERT INTO side_event (tenant_id, id, source_id, receipt, received_at, happened_at, n, kind, dialect, title,
                                author, note, link, labels)
        VALUES ('%1$s', uuidv7(), '%2$s', uuidv7(), now(), now(), 1, 2, 'custom', 'deploy', '', '', '',
                '{"service":"%3$s"}');
        INSERT INTO sns_subscription (tenant_id, source_id, topic, message_id, told_at, state, changed_at)
        VALUES ('%1$s', '%2$s', 'arn:aws:sns:eu-west-1:123456789012:a', 'm', now(), 'confirmed', now())\
        """
            .formatted(core.tenant, source, service));
    KeptBody.insert(core, core.tenant, UUID.fromString(source), receipt, "{}");
  }

  /** Of the service. With it, the service could not be deleted. */
  void openIncident() {
    core.database.execute(
        """
        INSERT INTO incident (tenant_id, id, short_id, title, service_id, severity, status, origin, created_by, detected_at,
                              created_at, updated_at)
        SELECT '%1$s', gen_random_uuid(), 'INC-R%2$d', 'x', '%3$s', 1, 'TRIGGERED', 'api', 'x', t, t, t
          FROM (SELECT '%4$s'::timestamptz AS t) AS now\
        """
            .formatted(core.tenant, n, form("service", 0), core.now()));
  }

  private static final String CONTACT =
      "{\"name\":\"%s\",\"channel\":\"webhook\",\"address\":\"https://hooks.example/x\"}";

  private static final String SCHEDULE =
      "{\"name\":\"%s\",\"team\":\"TEAM\",\"time_zone\":\"UTC\",\"layers\":[{\"name\":\"primary\","
          + "\"start\":\"2026-01-05T09:00\",\"every\":\"P1W\",\"slots\":[[\"alice\"]],"
          + "\"hours\":[{\"start\":\"09:00\",\"length\":\"PT9H\"}]}]}";

  private String make(String kind, String path, String name, String body) {
    String named = name.formatted(n);
    Reply reply = core.post("/api/v1" + path, body.formatted(named));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    String id = reply.json().get("id").asText();
    forms.put(
        kind,
        new String[] {
          id,
          named,
          named.toUpperCase(Locale.ROOT),
          kind.equals("service") ? "KASSE " + n : named,
          "nothing of that name " + n
        });
    return id;
  }

  /** Somebody is a member of the team, once for all tests. */
  void join() {
    core.database.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role)
        VALUES ('%1$s', gen_random_uuid(), 'member %2$d', 'member%2$d@example.org', 'viewer');
        INSERT INTO team_member (tenant_id, team_id, user_id)
        SELECT tenant_id, '%3$s', id FROM user_account WHERE username = 'member %2$d'\
        """
            .formatted(core.tenant, n, form("team", 0)));
  }

  String name(String kind) {
    return Objects.requireNonNull(forms.get(kind))[1];
  }

  String form(String kind, int form) {
    return Objects.requireNonNull(forms.get(kind))[form];
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Reply send(ReferenceIT.Operation operation, int form) {
    return send(core.token, operation, form);
  }

  Reply send(String token, ReferenceIT.Operation operation, int form) {
    String path = operation.path();
    for (var in : operation.inPath().entrySet()) {
      path = path.replace("{" + in.getKey() + "}", encoded(form(in.getValue(), form)));
    }
    path =
        "/api/v1"
            + path.replace("{key}", key)
                .replace("{receipt}", receipt.toString())
                .replace("{name}", "alertname")
                .replace("{metric}", "frequency")
                .replace("overrides/{id}", "overrides/" + overrideId)
                .replace("covers/{id}", "covers/" + overrideId);
    StringBuilder query = new StringBuilder(path.endsWith("/test") ? "?wait=0" : "?");
    operation
        .inQuery()
        .forEach(
            (name, kind) ->
                query.append(name).append('=').append(encoded(form(kind, form))).append('&'));
    if (operation.method().equals("DELETE") && !path.contains("/keys/")) {
      release(path);
    }
    return core.send(
        token,
        operation.method(),
        path + query,
        operation.body() == null ? null : body(operation, form),
        "if-match",
        "\"1\"");
  }

  /** A team that owns a service, or a service that has an owner's alerts, cannot be deleted. */
  private void release(String path) {
    if (path.startsWith("/api/v1/teams/") && !path.contains("/contacts")) {
      core.database.execute("DELETE FROM board WHERE team_id = '" + form("team", 0) + "'");
      core.database.execute("DELETE FROM service WHERE owner_team_id = '" + form("team", 0) + "'");
      core.database.execute(
          "UPDATE schedule SET team_id = (SELECT owner_team_id FROM service WHERE is_triage)"
              + " WHERE id = '"
              + form("schedule", 0)
              + "'");
      core.database.execute(
          "UPDATE escalation_policy SET team_id = NULL WHERE team_id = '" + form("team", 0) + "'");
    }
  }

  private String body(ReferenceIT.Operation operation, int form) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (operation.path().startsWith("/schedules")) {
      body.setAll((ObjectNode) example(operation));
    }
    JsonNode schema = ReferenceIT.resolved(Objects.requireNonNull(operation.body()));
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      JsonNode property = ReferenceIT.resolved(schema.at("/properties/" + name));
      if (property.path("type").asText().equals("string")
          && (!body.has(name) || name.equals("name"))) {
        body.put(name, name.equals("name") ? "renamed " + n : first(property));
      }
    }
    if (operation.path().equals("/rule-sets")) {
      body.putArray("rules").addObject().put("name", "r");
    }
    fill(schema, body, form);
    if (operation.path().contains("/contacts")) {
      body.put("channel", "console");
    }
    return body.toString();
  }

  private static JsonNode example(ReferenceIT.Operation operation) {
    return ReferenceIT.document
        .root
        .path("paths")
        .path(operation.path())
        .path(operation.method().toLowerCase(Locale.ROOT))
        .at("/requestBody/content/application~1json/example");
  }

  private static String first(JsonNode property) {
    return property.path("enum").path(0).asText("text");
  }

  private void fill(JsonNode schema, ObjectNode body, int form) {
    for (var each : ReferenceIT.resolved(schema).path("properties").properties()) {
      String kind = ReferenceIT.kind(each.getValue());
      JsonNode items = each.getValue().path("items");
      if (kind != null) {
        body.put(each.getKey(), form(kind, form));
      } else if (ReferenceIT.kind(items) != null) {
        body.putArray(each.getKey()).add(form(String.valueOf(ReferenceIT.kind(items)), form));
      } else if (body.get(each.getKey()) instanceof ArrayNode list) {
        for (JsonNode item : list) {
          if (item instanceof ObjectNode object) {
            fill(items, object, form);
          }
        }
      }
    }
  }
}
