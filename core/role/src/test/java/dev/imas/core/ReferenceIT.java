package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.bus.BodyKept;
import dev.imas.core.bus.BodyPasted;
import dev.imas.core.bus.BodyPosted;
import dev.imas.core.bus.BodyReading;
import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.FullSize;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
  static final ApiDocument document = new ApiDocument();
  private static final Pattern REFERENCE =
      Pattern.compile(
          "Name(, alias)? or id of an? (team|service|source|contact|schedule|impact scope)\\b.*");

  /** Their items are hours and days, in which nothing may have happened. */
  private static final Set<String> HAVE_EMPTY_INTERVALS =
      Set.of("GET /metrics/trend", "GET /metrics/heatmap", "GET /metrics/alerts");

  private static int made;

  /** Begins elsewhere in each run, so that some runs try them all. */
  private static int turn = new Random().nextInt(ReferencedThings.FORMS - 1);

  /** For requests that change nothing, with an incident. */
  private static @Nullable ReferencedThings readOnly;

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
    core.vertx.eventBus().<BodyPosted>consumer(BodyPosted.ADDRESS, asked -> asked.reply("0"));
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

  static @Nullable String kind(JsonNode described) {
    Matcher m = REFERENCE.matcher(described.path("description").asText());
    return m.matches() ? m.group(2) : null;
  }

  static JsonNode resolved(JsonNode schema) {
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

  /**
   * What alerts hang on is found, and refused: a service that loses its name, a source with an
   * alert that fires. So is what only a person has: shifts to be covered.
   */
  private static final Map<String, Integer> FOUND_AND_REFUSED =
      Map.of(
          "PUT /services/{id}", 422,
          "DELETE /sources/{id}", 409,
          "POST /schedules/{schedule}/covers", 409);

  @ParameterizedTest
  @MethodSource("operations")
  void idsAndNamesAreTheSame(Operation operation) {
    if (operation.method.equals("GET")) {
      ReferencedThings things = unchanged();
      Reply byId = things.send(operation, 0);
      assertThat(byId.status()).as("%s", byId.json()).isEqualTo(200);
      if (byId.json().has("items") && !operation.path.endsWith("/keys")) {
        assertThat(byId.json().get("items")).as("found by id: %s", byId.json()).isNotEmpty();
      }
      for (int form = 1; form < ReferencedThings.FORMS; form++) {
        assertThat(withoutNumber(things.send(operation, form))).isEqualTo(withoutNumber(byId));
      }
    } else {
      for (int form : formsTried()) {
        Reply done = things().send(operation, form);
        Integer refused = FOUND_AND_REFUSED.get(operation.toString());
        assertThat(done.status())
            .as("in form %d: %s", form, done.json())
            .isBetween(refused == null ? 200 : refused, refused == null ? 204 : refused);
      }
    }
  }

  /**
   * What changes things wants new ones for each form. So each operation is tried with an id and
   * with one other form, and the next operation with the next form.
   */
  private static List<Integer> formsTried() {
    return FullSize.isFull()
        ? IntStream.range(0, ReferencedThings.FORMS).boxed().toList()
        : List.of(0, 1 + turn++ % (ReferencedThings.FORMS - 1));
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
    assertNothing(operation, asItWas(operation).send(operation, ReferencedThings.UNKNOWN));
  }

  private static ReferencedThings things() {
    ReferencedThings kept = readOnly;
    made++;
    return new ReferencedThings(core, made, kept == null ? made : kept.n);
  }

  private static ReferencedThings unchanged() {
    ReferencedThings things = readOnly;
    if (things == null) {
      things = things();
      things.openIncident();
      things.join();
      readOnly = things;
    }
    return things;
  }

  /** For a request that must change nothing. What is removed for a removal is gone, though. */
  private static ReferencedThings asItWas(Operation operation) {
    return operation.method.equals("DELETE") ? things() : unchanged();
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
    ReferencedThings things = asItWas(operation);
    String other = core.tokenOfAnotherTenant("stranger to " + operation, "admin");
    core.database.execute(
        "INSERT INTO figure_settings (tenant_id, by_person, version) SELECT tenant_id, true, 2 FROM"
            + " tenant ON CONFLICT DO NOTHING");

    for (int form = 0; form < ReferencedThings.FORMS; form++) {
      assertNothing(operation, things.send(other, operation, form));
    }
  }

  @Test
  void nameOfSeveralContactsIsNoReference() {
    ReferencedThings things = things();
    String path = "/api/v1/teams/" + things.form("team", 0) + "/contacts";
    core.post(path, "{\"name\":\"%s\",\"channel\":\"console\"}".formatted(things.name("contact")));

    Reply refused = core.get(path + "/" + ReferencedThings.encoded(things.name("contact")));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText()).contains("use the id");
    assertThat(core.get(path + "/" + things.form("contact", 0)).status()).isEqualTo(200);
    Reply fallback = fallback(things.name("contact"));
    assertThat(fallback.status()).isEqualTo(422);
    assertThat(fallback.json().get("detail").asText()).contains("team/name");
  }

  @Test
  void contactIsAlsoNamedWithItsTeam() {
    ReferencedThings things = things();
    ReferencedThings others = things();
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
}
