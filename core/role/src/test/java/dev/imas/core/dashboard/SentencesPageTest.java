package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/dashboard-sentences.md lists every sentence of both catalogues with the pages that say it.
 * Run with {@code -Dimas.docs.write=true} to write it again.
 */
class SentencesPageTest {

  private static final Path SOURCES = Path.of("../web/src/main/web");
  private static final Path PAGE = Path.of("..", "..", "docs", "dashboard-sentences.md");

  private static final Pattern TEXT =
      Pattern.compile("(?m)^  \"?([^\":\\s]+)\"?:\\s+\"((?:[^\"\\\\]|\\\\.)*)\",$");

  @Test
  void theDocumentHasEverySentenceWithItsPages() throws IOException {
    String written = document();
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(written);
  }

  private static String document() throws IOException {
    LoadedWords read = LoadedWords.read(SOURCES);
    Map<String, Set<String>> loading = read.loading();
    Map<String, Set<String>> saying = read.saying();
    StringBuilder page =
        new StringBuilder(
            """
            # Sentences of the dashboard

            Every text of both catalogues, with the pages whose code says it. `SentencesPageTest` writes this list. A table has the
            texts of one part of the catalogue, which are loaded together. Where no page is named, all pages that load the part
            may say the text.
            """);
    for (Map.Entry<String, Map<String, String>> part : texts("en").entrySet()) {
      Set<String> all = loading.getOrDefault(part.getKey(), Set.of());
      assertThat(all).as("pages that load %s", part.getKey()).isNotEmpty();
      page.append("\n## %s\n\nLoaded by %s.\n".formatted(part.getKey(), listed(all)))
          .append("\n| key | English | French | pages |\n|---|---|---|---|\n");
      Map<String, String> french = texts("fr").getOrDefault(part.getKey(), Map.of());
      part.getValue()
          .forEach(
              (key, english) -> {
                Set<String> of = new TreeSet<>(saying.getOrDefault(key, all));
                page.append(
                    "| %s | %s | %s | %s |\n"
                        .formatted(
                            key,
                            cell(english),
                            cell(french.getOrDefault(key, "")),
                            of.equals(all) ? "" : listed(of)));
              });
    }
    return page.toString();
  }

  private static String listed(Set<String> routes) {
    return routes.contains(LoadedWords.EVERY_PAGE)
        ? LoadedWords.EVERY_PAGE
        : routes.stream().map(route -> "`" + route + "`").collect(Collectors.joining(", "));
  }

  private static String cell(String text) {
    return text.replace("\\\"", "\"")
        .replace("|", "\\|")
        .replace("<", "&lt;")
        .replaceAll("([*_`])", "\\\\$1");
  }

  /** By part, and within it by key, in the order of the file. */
  private static Map<String, Map<String, String>> texts(String language) throws IOException {
    Map<String, Map<String, String>> texts = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.list(SOURCES.resolve("words").resolve(language))) {
      files = all.toList();
    }
    for (Path file : files) {
      Map<String, String> part = new LinkedHashMap<>();
      TEXT.matcher(Files.readString(file))
          .results()
          .forEach(one -> part.put(one.group(1), one.group(2)));
      texts.put(file.getFileName().toString().replace(".ts", ""), part);
    }
    return texts;
  }
}
