package dev.imas.docker.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Helm makes of the chart that the build has put together.
 *
 * @param documents in the order in which Helm would send them
 * @param text the same as it would be piped to kubectl
 */
record RenderedChart(List<JsonNode> documents, String text) {

  static final YAMLMapper YAML = new YAMLMapper();

  /** The version that the chart is rendered for; without it Helm takes an old one. */
  private static final String KUBERNETES = "1.34.0";

  RenderedChart {
    documents = List.copyOf(documents);
  }

  /**
   * Helm's library renders no hooks, so the migration is a plain Job here.
   *
   * @throws IllegalStateException with what Helm says of these values
   */
  static RenderedChart of(String values) {
    return of(values, "imas", false);
  }

  static RenderedChart of(String values, String release, boolean hooks) {
    Path file = written(values);
    try {
      TemplateCommand command =
          new Helm(folder())
              .template()
              .withName(release)
              .withNamespace("paging")
              .withKubeVersion(KUBERNETES)
              .withValuesFile(file);
      String text = (hooks ? command : command.set("migration.hook", false)).call();
      return new RenderedChart(parsed(text), text);
    } finally {
      file.toFile().delete();
    }
  }

  static LintResult lint() {
    return new Helm(folder()).lint().strict().call();
  }

  /** The documents of a kind. */
  List<JsonNode> all(String kind) {
    return documents.stream().filter(one -> one.path("kind").asText().equals(kind)).toList();
  }

  /** The only document of this kind whose name ends so. */
  JsonNode the(String kind, String end) {
    List<JsonNode> found =
        all(kind).stream().filter(one -> one.at("/metadata/name").asText().endsWith(end)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of kind " + kind + " end with " + end);
    }
    return found.getFirst();
  }

  static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.resolve("..").normalize();
  }

  private static Path folder() {
    return root().resolve("docker/target/chart/imas");
  }

  static List<JsonNode> parsed(String text) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      List<JsonNode> all = new ArrayList<>();
      documents.forEachRemaining(
          one -> {
            if (one.isObject()) {
              all.add(one);
            }
          });
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path written(String values) {
    try {
      return Files.writeString(Files.createTempFile("values", ".yaml"), values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
