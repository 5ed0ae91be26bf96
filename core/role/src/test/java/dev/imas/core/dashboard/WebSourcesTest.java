package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.dashboard.NodeTools.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's sources: their types and their words. */
class WebSourcesTest {

  private static final Path SOURCES = Path.of("../web/src/main/web");
  private static final Pattern WORD = Pattern.compile("(?m)^  \"?([^\":\\s]+)\"?:(?=\\s)");

  private static final Pattern SENTENCE =
      Pattern.compile("(?m)^  \"?([^\":\\s]+)\"?:\\s+\"(.*)\",$");

  /** Of a text in which something is put: all before that. */
  private static final Pattern BEGINNING = Pattern.compile("`([^`]*?)\\$\\{");

  private static final Pattern LINK = Pattern.compile("href\\([\"`](/[^\"`]*)[\"`]");

  @TempDir private static Path folder;
  private static NodeTools tools;

  @BeforeAll
  static void copyBesideTheirLibraries() throws IOException {
    tools = new NodeTools(folder);
    tools.copy(SOURCES, "web");
  }

  /** A wrong type stands beside them, so that one run of the compiler shows that it looks. */
  @Test
  void typesHoldAndAWrongOneIsFound() throws IOException {
    Path web = folder.resolve("web");
    Files.writeString(web.resolve("wrong.ts"), "export const one: number = \"1\";\n");
    Said said = tools.run(web, "typescript/bin/tsc", "--skipLibCheck", "--project", ".");
    assertThat(said.text()).startsWith("wrong.ts(1,14): error TS2322").hasLineCount(1);
    assertThat(said.code()).isNotZero();
  }

  /** In a grid, a name and its value would each stand in a cell of its own. */
  @Test
  void factsAreInPairs() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tsx")).toList()) {
        assertThat(Files.readString(file))
            .as("%s", file)
            .doesNotContainPattern("class=\"facts\">\\s*<d[td]>");
      }
    }
  }

  @Test
  void everyWordIsUsedAndInEveryLanguage() throws IOException {
    TreeSet<String> english = words("en");
    assertThat(words("fr")).isEqualTo(english);
    assertThat(english).hasSizeGreaterThan(50);
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.tsx?")).toList()) {
        if (!file.startsWith(SOURCES.resolve("words"))) {
          all.append(Files.readString(file));
        }
      }
    }
    Set<String> texts = Set.copyOf(Arrays.asList(all.toString().split("\"", -1)));
    Set<String> beginnings = new HashSet<>();
    BEGINNING.matcher(all).results().forEach(one -> beginnings.add(one.group(1)));
    // A word that is made of parts is used if its beginning is.
    List<String> unused =
        english.stream()
            .filter(word -> !texts.contains(word))
            .filter(
                word ->
                    Stream.iterate(
                            word.lastIndexOf('.'),
                            at -> at > 0,
                            at -> word.lastIndexOf('.', at - 1))
                        .noneMatch(at -> beginnings.contains(word.substring(0, at + 1))))
            .toList();
    assertThat(unused).isEmpty();
  }

  /** A word stands in one part only: what was loaded last would win. */
  @Test
  void everyWordStandsOnce() throws IOException {
    List<String> all = new ArrayList<>();
    WORD.matcher(catalogue("en")).results().forEach(one -> all.add(one.group(1)));
    assertThat(all).doesNotHaveDuplicates();
  }

  /** A word whose part a page does not load is shown as its key. */
  @Test
  void everyPageLoadsTheWordsThatItSays() throws IOException {
    assertThat(LoadedWords.read(SOURCES).missing()).isEmpty();
  }

  @Test
  void aWordThatAPageDoesNotLoadIsFound() throws IOException {
    Path wrong = Files.createDirectories(folder.resolve("wrong-words"));
    Files.createDirectories(wrong.resolve("words/en"));
    Files.writeString(wrong.resolve("words/en/shell.ts"), "{\n  loading: \"Loading\",\n}");
    Files.writeString(
        wrong.resolve("words/en/tables.ts"),
        "{\n  name: \"Name\",\n  \"row.none\": \"None\",\n  \"kind.a\": \"A\",\n}");
    Files.writeString(wrong.resolve("main.tsx"), "import { pageOf } from \"./pages\";");
    Files.writeString(
        wrong.resolve("pages.ts"),
        "const P = {\n  \"/a\": { words: [], load: async () => (await import(\"./a\")).A },\n};");
    Files.writeString(
        wrong.resolve("a.tsx"),
        "import { B } from \"./b\";\nsay(isOne ? \"loading\" : \"row.none\");\nimport(\"./c\");");
    Files.writeString(wrong.resolve("b.ts"), "export const B = say(`kind.${one}`);");
    Files.writeString(wrong.resolve("c.ts"), "say(\"name\")");

    assertThat(LoadedWords.read(wrong).missing())
        .containsExactly(
            "/a: a.tsx says row.none of tables",
            "/a: b.ts says kind. of tables",
            "/a: c.ts says name of tables");
  }

  @Test
  void everyRouteHasAPage() throws IOException {
    String pages = Files.readString(SOURCES.resolve("pages.ts"));
    List<String> routes = new ArrayList<>();
    Pattern.compile("\"([^\"]+)\"")
        .matcher(Files.readString(SOURCES.resolve("routes.json")))
        .results()
        .forEach(one -> routes.add(one.group(1)));
    assertThat(routes).hasSizeGreaterThan(5).allMatch(one -> pages.contains("\"" + one + "\": {"));
  }

  /** A link to an address that is no page leads to nothing, and no compiler says so. */
  @Test
  void everyLinkLeadsToAPage() throws IOException {
    List<Pattern> pages = new ArrayList<>();
    for (String route : Looks.routes()) {
      pages.add(Pattern.compile(route.replaceAll("\\{\\w+}", "[^/]+")));
    }
    List<String> lost = new ArrayList<>();
    int links = 0;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tsx")).toList()) {
        for (MatchResult link : LINK.matcher(Files.readString(file)).results().toList()) {
          // Of what is put in, only a part of the path counts, and no query.
          String path =
              link.group(1)
                  .replaceAll("(?<!/)\\$\\{.*", "")
                  .replaceAll("\\$\\{[^}]*}", "x")
                  .replaceAll("[?#].*", "");
          links++;
          if (!path.startsWith("/api/")
              && pages.stream().noneMatch(page -> page.matcher(path).matches())) {
            lost.add(SOURCES.relativize(file) + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(links).isGreaterThan(50);
    assertThat(lost).isEmpty();
  }

  /** Values that a sentence has in one language it has in the other. */
  @Test
  void sentencesHaveTheSameValuesInEveryLanguage() throws IOException {
    Pattern value = Pattern.compile("\\{\\w+}");
    List<String> different = new ArrayList<>();
    Map<String, String> french = sentences("fr");
    sentences("en")
        .forEach(
            (word, sentence) -> {
              String other = french.getOrDefault(word, "not in French");
              if (!values(value, sentence).equals(values(value, other))) {
                different.add(word);
              }
            });
    assertThat(different).isEmpty();
  }

  private static TreeSet<String> values(Pattern value, String sentence) {
    TreeSet<String> found = new TreeSet<>();
    value.matcher(sentence).results().forEach(one -> found.add(one.group()));
    return found;
  }

  private static TreeSet<String> words(String language) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    WORD.matcher(catalogue(language)).results().forEach(one -> found.add(one.group(1)));
    return found;
  }

  /** What each word says: all of the catalogue. */
  private static Map<String, String> sentences(String language) throws IOException {
    Map<String, String> found = new TreeMap<>();
    SENTENCE
        .matcher(catalogue(language))
        .results()
        .forEach(one -> found.putIfAbsent(one.group(1), one.group(2)));
    assertThat(found).containsOnlyKeys(words(language));
    return found;
  }

  /** All parts of a language's catalogue. */
  private static String catalogue(String language) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> parts = Files.list(SOURCES.resolve("words").resolve(language))) {
      for (Path part : parts.sorted().toList()) {
        all.append(Files.readString(part));
      }
    }
    return all.toString();
  }
}
