package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What people can do by the API they can do in the dashboard. What has no page stands in {@code
 * operations-without-page.json} with the reason, and that list only becomes shorter.
 */
class OperationsWithoutPageTest {

  private static final Path WEB = Path.of("../web/src/main/web");

  /** Lower it with each operation that leaves the list; nothing makes it higher. */
  private static final int MOST = 5;

  private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");

  private static final Pattern CALLED = Pattern.compile("\"((?:POST|PUT|PATCH|DELETE) /[^\"]*)\"");

  /** One whose last part is put in, such as {@code `POST /timers/{id}/${what}`}. */
  private static final Pattern MADE = Pattern.compile("`((?:POST|PUT|PATCH|DELETE) /[^`]*)`");

  private static final Pattern PUT_IN = Pattern.compile("\\$\\{[^}]*}");

  @Test
  void everyOtherWritingOperationIsCalledByAPage() throws IOException {
    Set<String> known = new TreeSet<>();
    Json.MAPPER
        .readTree(WEB.resolve("api/operations.json").toFile())
        .forEach(operation -> known.add(operation.asText()));
    Calls calls = Calls.read();
    List<String> without =
        writing().stream().filter(one -> !known.contains(one) || !calls.has(one)).toList();
    assertThat(without)
        .as("build a page for what is new, and take from the list what has a page now")
        .containsExactlyElementsOf(listed().keySet());
  }

  @Test
  void eachHasAReasonAndTheListOnlyBecomesShorter() throws IOException {
    assertThat(listed()).hasSizeLessThanOrEqualTo(MOST);
    assertThat(listed().values()).allMatch(reason -> reason.length() > 20);
  }

  /** What a page calls, and no longer, is not taken for something that has a page. */
  @Test
  void callsAreFoundAlsoWhereAPartIsPutIn() {
    Calls calls = Calls.of("call(\"PUT /a/{id}\"); call(`POST /b/{id}/${what}`, {})");
    assertThat(calls.has("PUT /a/{id}")).isTrue();
    assertThat(calls.has("POST /b/{id}/run")).isTrue();
    assertThat(calls.has("POST /b/{id}")).isFalse();
    assertThat(calls.has("DELETE /a/{id}")).isFalse();
  }

  private static TreeSet<String> writing() {
    return new ApiDocument()
        .operations().stream()
            .map(one -> one.substring(0, one.lastIndexOf(' ')))
            .filter(one -> WRITING.contains(one.substring(0, one.indexOf(' '))))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            OperationsWithoutPageTest.class.getResourceAsStream("operations-without-page.json"))) {
      for (var one : Json.MAPPER.readTree(in).properties()) {
        JsonNode reason = one.getValue();
        listed.put(one.getKey(), reason.asText());
      }
    }
    return listed;
  }

  /** What the sources of the dashboard call. */
  private record Calls(Set<String> whole, List<Pattern> made) {

    static Calls read() throws IOException {
      StringBuilder all = new StringBuilder();
      try (Stream<Path> files = Files.walk(WEB)) {
        for (Path file : files.filter(one -> one.toString().matches(".*\\.tsx?")).toList()) {
          if (!file.endsWith("api/schema.ts")) {
            all.append(Files.readString(file));
          }
        }
      }
      return of(all.toString());
    }

    static Calls of(String sources) {
      Set<String> whole = new HashSet<>();
      CALLED.matcher(sources).results().forEach(one -> whole.add(one.group(1)));
      List<Pattern> made = new ArrayList<>();
      for (MatchResult one : MADE.matcher(sources).results().toList()) {
        String parts =
            Stream.of(PUT_IN.split(one.group(1), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[a-z-]+"));
        made.add(Pattern.compile(parts));
      }
      return new Calls(whole, made);
    }

    boolean has(String operation) {
      return whole.contains(operation)
          || made.stream().anyMatch(one -> one.matcher(operation).matches());
    }
  }
}
