package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.imas.core.document.Kind;
import dev.imas.core.http.Api;
import dev.imas.core.http.Deprecation;
import dev.imas.core.http.ListRange;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.option.SourceConfig;
import dev.imas.fixtures.SourceTree;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private final ApiDocument document = new ApiDocument();

  @Test
  void documentAndRoutesAreTheSame() {
    List<String> routes = new ArrayList<>();
    for (Api.Mounted route : MountedRoutes.ALL) {
      routes.add(route.method() + " " + route.path() + " " + route.permission().wireName());
    }
    assertThat(document.operations()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void everyFileIsThatOfATag() throws IOException {
    List<String> files = new ArrayList<>();
    for (JsonNode tag : document.root.get("tags")) {
      assertThat(tag.path("description").asText()).as("%s", tag).isNotBlank();
      files.add(tag.get("name").asText().replace(' ', '-') + ".openapi.json");
    }
    assertThat(
            SourceTree.files(Path.of("..")).stream()
                .filter(file -> file.toString().contains("src/main/resources"))
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".openapi.json")))
        .containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void everyKindOfDocumentIsNamedInItsOrder() {
    List<String> kinds = new ArrayList<>();
    document
        .root
        .at("/components/schemas/ConfigurationDocument/properties/kind/enum")
        .forEach(kind -> kinds.add(kind.asText()));
    assertThat(kinds)
        .containsExactlyElementsOf(Stream.of(Kind.values()).map(Kind::wireName).toList());
  }

  /** The routes say it, so that what is described is what is asked for. */
  @Test
  void noFileSaysAPermissionByHand() throws IOException {
    try (Stream<Path> there = Files.list(Path.of("src/main/resources/openapi"))) {
      for (Path file : there.toList()) {
        assertThat(Files.readString(file))
            .as("%s", file)
            .doesNotContain("\"x-permission\":", "\"x-scope\":");
      }
    }
  }

  @Test
  void everythingSaysWhatItIs() {
    List<String> silent = new ArrayList<>();
    for (var path : document.root.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        String name = operation.getKey() + " " + path.getKey();
        JsonNode described = operation.getValue();
        if (isBlank(described, "summary") || isBlank(described, "description")) {
          silent.add(name);
        }
        for (JsonNode parameter : described.path("parameters")) {
          if (!parameter.has("$ref") && isBlank(parameter, "description")) {
            silent.add(name + " " + parameter.get("name").asText());
          }
        }
      }
    }
    for (String kind : List.of("schemas", "parameters")) {
      for (var shared : document.root.get("components").get(kind).properties()) {
        if (isBlank(shared.getValue(), "description")) {
          silent.add(shared.getKey());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  private static boolean isBlank(JsonNode described, String member) {
    return described.path(member).asText().isBlank();
  }

  @Test
  void everySchemaHasAnExampleThatFits() {
    List<String> faults = new ArrayList<>();
    for (var schema : document.root.at("/components/schemas").properties()) {
      JsonNode examples = schema.getValue().path("examples");
      if (examples.isEmpty()) {
        faults.add(schema.getKey() + " has none");
      }
      for (JsonNode example : examples) {
        document
            .faults(schema.getValue(), example)
            .forEach(fault -> faults.add(schema.getKey() + ": " + fault));
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> lost = new ArrayList<>();
    for (JsonNode reference : document.root.findValues("$ref")) {
      if (document.root.at(reference.asText().substring(1)).isMissingNode()) {
        lost.add(reference.asText());
      }
    }
    assertThat(lost).isEmpty();
  }

  @Test
  void examplesAreWhatTheirSchemasAllow() {
    ApiDocument.Examples examples = document.examples();
    assertThat(examples.faults()).isEmpty();
    assertThat(examples.fitting()).isGreaterThan(5);
  }

  @Test
  void limitsAreThoseOfTheCode() {
    JsonNode limit = document.root.at("/components/parameters/limit/schema");
    assertThat(limit.get("default").asInt()).isEqualTo(ListRange.DEFAULT_LIMIT);
    assertThat(limit.get("maximum").asInt()).isEqualTo(ListRange.LARGEST_LIMIT);
  }

  @Test
  void sourceTypesAreThoseOfTheSendersThatAreThere() {
    ApiDocument other =
        new ApiDocument(
            Installed.of(List.of(SourceTypesOfTests.named("Smoke")), new ChannelKinds(List.of())));

    for (String schema : List.of("Source", "SourceWriting")) {
      JsonNode type = other.root.at("/components/schemas/" + schema + "/properties/type");
      assertThat(other.faults(type, new TextNode("SMOKE"))).isEmpty();
      assertThat(other.faults(type, new TextNode("ANY"))).isEmpty();
      assertThat(other.faults(type, new TextNode("GRAFANA"))).isNotEmpty();
    }
  }

  @Test
  void channelsAreThoseThatAreThere() {
    ApiDocument other =
        new ApiDocument(
            Installed.of(List.of(), new ChannelKinds(List.of(KindOfTests.named("slate")))));

    for (String place :
        List.of(
            "Contact/properties",
            "ContactWriting/properties",
            "Fallback/properties/contacts/items/properties")) {
      JsonNode channel = other.root.at("/components/schemas/" + place + "/channel");
      assertThat(other.faults(channel, new TextNode("slate"))).as(place).isEmpty();
      assertThat(other.faults(channel, new TextNode("email"))).as(place).isNotEmpty();
    }
  }

  @Test
  void optionsOfASourceAreThoseThatAreRead() {
    List<String> documented = new ArrayList<>();
    document
        .root
        .at("/components/schemas/SourceConfig/properties")
        .fieldNames()
        .forEachRemaining(documented::add);
    assertThat(documented).containsExactlyInAnyOrderElementsOf(SourceConfig.MEMBERS);
  }

  @Test
  void anOperationThatWillBeRemovedSaysWhen() {
    Deprecation deprecation = new Deprecation(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1));
    List<Api.Mounted> routes =
        MountedRoutes.ALL.stream()
            .map(
                one ->
                    one.path().equals("/teams") && one.method().equals(HttpMethod.GET)
                        ? new Api.Mounted(one.method(), one.path(), one.permission(), deprecation)
                        : one)
            .toList();
    JsonNode root = ApiDescription.of(Installed.onClassPath(), MountedRoutes.FEATURES, routes);

    JsonNode old = root.at("/paths/~1teams/get");
    assertThat(old.get("deprecated").asBoolean()).isTrue();
    assertThat(old.get("x-sunset").asText()).isEqualTo("2027-01-01");
    assertThat(old.at("/responses/200/headers").has("Sunset")).isTrue();
    assertThat(root.at("/paths/~1teams/post").has("deprecated")).isFalse();
  }

  @Test
  void everyAnswerSaysWhatIsLeftOfTheRateLimit() {
    for (JsonNode path : document.root.get("paths")) {
      for (JsonNode operation : path) {
        assertThat(operation.at("/responses/429/$ref").asText()).endsWith("TooManyRequests");
        for (JsonNode answer : operation.get("responses")) {
          assertThat(answer.has("$ref") || answer.path("headers").has("RateLimit"))
              .as("%s", answer)
              .isTrue();
        }
      }
    }
  }
}
