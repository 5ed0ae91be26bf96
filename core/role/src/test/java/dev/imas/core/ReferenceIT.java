package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the document calls a name or an id is found by both, and by an alias. */
class ReferenceIT {

  private static final RunningCore core = RunningCore.start();
  private static final ApiDocument document = new ApiDocument();
  private static final Pattern REFERENCE =
      Pattern.compile(
          "Name(, alias)? or id of an? (team|service|source|contact|schedule|impact scope)\\b.*");

  /** Their items are hours and days, in which nothing may have happened. */
  private static final Set<String> HAVE_EMPTY_INTERVALS =
      Set.of("GET /metrics/trend", "GET /metrics/heatmap", "GET /metrics/alerts");

  private static int made;

  /** For requests that change nothing, with an incident. */
  private static @Nullable Things readOnly;

  /** An operation with references: where each is, and what it refers to. */
  record Operation(
      String method,
      String path,
      Map<String, String> inPath,
      Map<String, String> inQuery,
      @Nullable JsonNode body) {

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** A gateway that reads no alert in anything. */
  @BeforeAll
  static void readBodies() {
    BodyReading nothing =
        new BodyReading("/a", "a", 0, List.of(), 0, List.of(), 0, Severity.SEV3_MEDIUM, true);
    core.vertx
        .eventBus()
        .<BodyPasted>consumer(BodyPasted.ADDRESS, asked -> asked.reply(Json.write(nothing)));
    core.vertx
        .eventBus()
        .<BodyKept>consumer(BodyKept.ADDRESS, asked -> asked.reply(Json.write(nothing)));
    core.vertx
        .eventBus()
        .<ReplayRequested>consumer(
            ReplayRequested.ADDRESS, asked -> asked.reply("00000000-0000-7000-8000-000000000000"));
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  static Stream<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    for (var path : document.root.get("paths").properties()) {
      for (var entry : path.getValue().properties()) {
        JsonNode operation = entry.getValue();
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        Operation one =
            new Operation(
                entry.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                references(operation, "path"),
                references(operation, "query"),
                body.isMissingNode() ? null : body);
        // A simulation reads its rules as POST /rule-sets does, and only one runs at a time.
        if (!one.path.endsWith("/simulate")
            && (!one.inPath.isEmpty()
                || !one.inQuery.isEmpty()
                || (body.isObject() && hasReference(body)))) {
          found.add(one);
        }
      }
    }
    return found.stream();
  }

  private static Map<String, String> references(JsonNode operation, String in) {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String kind = kind(parameter);
      if (kind != null && parameter.path("in").asText().equals(in)) {
        kinds.put(parameter.get("name").asText(), kind);
      }
    }
    return kinds;
  }

  private static @Nullable String kind(JsonNode described) {
    Matcher m = REFERENCE.matcher(described.path("description").asText());
    return m.matches() ? m.group(2) : null;
  }

  private static JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.root.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static boolean hasReference(JsonNode schema) {
    return hasReference(schema, new HashSet<>());
  }

  /** A schema may hold itself. */
  private static boolean hasReference(JsonNode schema, Set<JsonNode> seen) {
    JsonNode known = resolved(schema);
    if (!seen.add(known)) {
      return false;
    }
    if (kind(known) != null) {
      return true;
    }
    for (var property : known.path("properties").properties()) {
      if (hasReference(property.getValue(), seen)) {
        return true;
      }
    }
    return known.has("items") && hasReference(known.get("items"), seen);
  }

  @Test
  void theDocumentSaysIt() {
    assertThat(operations().map(Operation::toString))
        .contains(
            "GET /alerts",
            "GET /alerts/count",
            "GET /services",
            "POST /services",
            "PUT /services/{id}",
            "DELETE /teams/{id}",
            "POST /teams/{team}/contacts/{id}/test",
            "DELETE /sources/{id}/keys/{key}",
            "GET /ledger",
            "GET /dead-letters",
            "PUT /fallback",
            "POST /rule-sets");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void idsAndNamesAreTheSame(Operation operation) {
    if (operation.method.equals("GET")) {
      Things things = unchanged();
      Reply byId = things.send(operation, 0);
      assertThat(byId.status()).as("%s", byId.json()).isEqualTo(200);
      if (byId.json().has("items") && !operation.path.endsWith("/keys")) {
        assertThat(byId.json().get("items")).as("found by id: %s", byId.json()).isNotEmpty();
      }
      for (int form = 1; form < Things.FORMS; form++) {
        assertThat(withoutNumber(things.send(operation, form))).isEqualTo(withoutNumber(byId));
      }
    } else {
      for (int form = 0; form < Things.FORMS; form++) {
        Reply done = new Things(++made).send(operation, form);
        assertThat(done.status()).as("%s", done.json()).isBetween(200, 204);
      }
    }
  }

  /** The change feed goes on meanwhile. */
  private static JsonNode withoutNumber(Reply reply) {
    JsonNode json = reply.json();
    if (json instanceof ObjectNode object) {
      object.remove("as_of");
    }
    return json;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anUnknownNameIsNothing(Operation operation) {
    assertNothing(operation, asItWas(operation).send(operation, Things.UNKNOWN));
  }

  private static Things unchanged() {
    Things things = readOnly;
    if (things == null) {
      things = new Things(++made);
      things.openIncident();
      things.join();
      readOnly = things;
    }
    return things;
  }

  /** For a request that must change nothing. What is removed for a removal is gone, though. */
  private static Things asItWas(Operation operation) {
    return operation.method.equals("DELETE") ? new Things(++made) : unchanged();
  }

  private static void assertNothing(Operation operation, Reply answer) {
    if (!operation.inPath.isEmpty()) {
      assertThat(answer.status()).as("%s", answer.json()).isEqualTo(404);
    } else if (operation.body != null) {
      assertThat(answer.status()).as("%s", answer.json()).isEqualTo(422);
      assertThat(answer.json().get("pointer").asText()).isNotEmpty();
    } else {
      assertThat(answer.status()).isEqualTo(200);
      if (!HAVE_EMPTY_INTERVALS.contains(operation.toString())) {
        assertThat(answer.json().path("items").size()).isZero();
      }
      assertThat(answer.json().path("total").asInt()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void namesOfAnotherTenantAreNothing(Operation operation) {
    Things things = asItWas(operation);
    String other = core.tokenOfAnotherTenant("stranger to " + operation, "admin");

    for (int form = 0; form < Things.FORMS; form++) {
      assertNothing(operation, things.send(other, operation, form));
    }
  }

  @Test
  void nameOfSeveralContactsIsNoReference() {
    Things things = new Things(++made);
    String path = "/api/v1/teams/" + things.form("team", 0) + "/contacts";
    core.post(path, "{\"name\":\"%s\",\"channel\":\"console\"}".formatted(things.name("contact")));

    Reply refused = core.get(path + "/" + Things.encoded(things.name("contact")));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("use the id");
    assertThat(core.get(path + "/" + things.form("contact", 0)).status()).isEqualTo(200);
    Reply fallback = fallback(things.name("contact"));
    assertThat(fallback.status()).isEqualTo(422);
    assertThat(fallback.json().get("detail").asText()).contains("team/name");
  }

  @Test
  void contactIsAlsoNamedWithItsTeam() {
    Things things = new Things(++made);
    Things others = new Things(++made);
    core.database.execute("UPDATE team_contact SET name = 'hook' WHERE name LIKE 'hook %'");
    readOnly = null; // It has another name now.

    assertThat(fallback("hook").status()).isEqualTo(422);
    Reply named = fallback(others.name("team") + "/HOOK", things.name("team") + "/hook");
    assertThat(named.status()).as("%s", named.json()).isEqualTo(200);
    assertThat(named.json().get("contacts").findValuesAsText("id"))
        .containsExactly(others.form("contact", 0), things.form("contact", 0));
  }

  private static Reply fallback(String... contacts) {
    return core.send(
        core.token, "PUT", "/api/v1/fallback", Json.write(Map.of("contacts", List.of(contacts))));
  }

  /** One of each, with names that need escaping. */
  private static final class Things {

    /** id, name, name in another case, alias where there are any. */
    static final int FORMS = 4;

    static final int UNKNOWN = 4;

    private final int n;
    private final Map<String, String[]> forms = new LinkedHashMap<>();
    private final String key;
    private final UUID receipt = UUID.randomUUID();
    private final String overrideId;

    Things(int n) {
      this.n = n;
      String team = make("team", "/teams", "Équipe %d / nord", "{\"name\":\"%s\"}");
      make("contact", "/teams/" + team + "/contacts", "hook %d", CONTACT);
      String service =
          make(
              "service",
              "/services",
              "Čheckout %d",
              "{\"name\":\"%s\",\"aliases\":[\"kasse "
                  + n
                  + "\"],\"owner_team\":\""
                  + team
                  + "\"}");
      core.database.execute(
          """
          INSERT INTO user_account (tenant_id, id, username, email, role)
          SELECT '%s', gen_random_uuid(), name, name || '@example.org', 'responder' FROM unnest(ARRAY ['alice', 'bob']) AS name
          ON CONFLICT DO NOTHING\
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
              + (readOnly == null ? n : readOnly.n)
              + " /%'");
      make("impact scope", "/scopes", "Presse %d / süd", "{\"name\":\"%s\"}");
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
    private void join() {
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

    private String form(String kind, int form) {
      return Objects.requireNonNull(forms.get(kind))[form];
    }

    static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Reply send(Operation operation, int form) {
      return send(core.token, operation, form);
    }

    Reply send(String token, Operation operation, int form) {
      String path = operation.path;
      for (var in : operation.inPath.entrySet()) {
        path = path.replace("{" + in.getKey() + "}", encoded(form(in.getValue(), form)));
      }
      path =
          "/api/v1"
              + path.replace("{key}", key)
                  .replace("{receipt}", receipt.toString())
                  .replace("{name}", "alertname")
                  .replace("overrides/{id}", "overrides/" + overrideId);
      StringBuilder query = new StringBuilder(path.endsWith("/test") ? "?wait=0" : "?");
      operation.inQuery.forEach(
          (name, kind) ->
              query.append(name).append('=').append(encoded(form(kind, form))).append('&'));
      if (operation.method.equals("DELETE") && !path.contains("/keys/")) {
        release(path);
      }
      return core.send(
          token,
          operation.method,
          path + query,
          operation.body == null ? null : body(operation, form),
          "if-match",
          "\"1\"");
    }

    /** A team that owns a service, or a service that has an owner's alerts, cannot be deleted. */
    private void release(String path) {
      if (path.startsWith("/api/v1/teams/") && !path.contains("/contacts")) {
        core.database.execute("DELETE FROM service WHERE id = '" + form("service", 0) + "'");
        core.database.execute(
            "UPDATE schedule SET team_id = (SELECT owner_team_id FROM service WHERE is_triage)"
                + " WHERE id = '"
                + form("schedule", 0)
                + "'");
        core.database.execute(
            "UPDATE escalation_policy SET team_id = NULL WHERE team_id = '"
                + form("team", 0)
                + "'");
      }
    }

    private String body(Operation operation, int form) {
      ObjectNode body = Json.MAPPER.createObjectNode();
      if (operation.path.startsWith("/schedules")) {
        body.setAll((ObjectNode) example(operation));
      }
      JsonNode schema = resolved(Objects.requireNonNull(operation.body));
      for (JsonNode required : schema.path("required")) {
        String name = required.asText();
        JsonNode property = resolved(schema.at("/properties/" + name));
        if (property.path("type").asText().equals("string")
            && (!body.has(name) || name.equals("name"))) {
          body.put(name, name.equals("name") ? "renamed " + n : first(property));
        }
      }
      if (operation.path.equals("/rule-sets")) {
        body.putArray("rules").addObject().put("name", "r");
      }
      fill(schema, body, form);
      if (operation.path.contains("/contacts")) {
        body.put("channel", "console");
      }
      return body.toString();
    }

    private static JsonNode example(Operation operation) {
      return document
          .root
          .path("paths")
          .path(operation.path)
          .path(operation.method.toLowerCase(Locale.ROOT))
          .at("/requestBody/content/application~1json/example");
    }

    private static String first(JsonNode property) {
      return property.path("enum").path(0).asText("text");
    }

    private void fill(JsonNode schema, ObjectNode body, int form) {
      for (var each : resolved(schema).path("properties").properties()) {
        String kind = kind(each.getValue());
        JsonNode items = each.getValue().path("items");
        if (kind != null) {
          body.put(each.getKey(), form(kind, form));
        } else if (kind(items) != null) {
          body.putArray(each.getKey()).add(form(String.valueOf(kind(items)), form));
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
}
