package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of types: one name is one thing, in the words of the glossary. */
class NamesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A row of the glossary's table of names: what we say, and what not. */
  private static final Pattern ROW =
      Pattern.compile("^\\| [^|]+ \\| ((?:\\*[a-z]+\\*(?:, )?)+) \\|");

  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");

  @Test
  void aNameStandsInOnePackage() {
    Map<String, Set<Path>> places = new TreeMap<>();
    types().forEach(type -> places.computeIfAbsent(name(type), n -> new TreeSet<>()).add(type));

    assertThat(
            places.entrySet().stream()
                .filter(one -> one.getValue().size() > 1)
                .map(Map.Entry::getKey))
        .as("types of one name in several packages")
        .isEmpty();
  }

  @Test
  void noTypeHasAWordThatTheGlossaryReplaces() {
    Set<String> replaced = replaced();
    assertThat(replaced).contains("umbrella", "errand");

    assertThat(
            types().stream()
                .map(NamesTest::name)
                .distinct()
                .filter(name -> words(name).stream().anyMatch(replaced::contains))
                .sorted())
        .as("types named by words that the glossary replaces (docs/glossary.md, Names)")
        .isEmpty();
  }

  private static Set<String> replaced() {
    Set<String> replaced = new TreeSet<>();
    for (String line : lines(ROOT.resolve("docs/glossary.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.find()) {
        for (String word : row.group(1).split(", ")) {
          replaced.add(word.replace("*", ""));
        }
      }
    }
    return replaced;
  }

  private static List<String> words(String name) {
    return WORD.matcher(name).results().map(MatchResult::group).map(w -> w.toLowerCase()).toList();
  }

  private static String name(Path type) {
    return type.getFileName().toString().replace(".java", "");
  }

  private static List<Path> types() {
    List<Path> all = new ArrayList<>();
    for (String role : List.of("core", "gateway", "notifier", "docker")) {
      SourceTree.files(ROOT.resolve(role)).stream()
          .filter(f -> f.toString().contains("/src/main/java/"))
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> !f.endsWith("package-info.java"))
          .forEach(all::add);
    }
    assertThat(all).hasSizeGreaterThan(1_000);
    return all;
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
