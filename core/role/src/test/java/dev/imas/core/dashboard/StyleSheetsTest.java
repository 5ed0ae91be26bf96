package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The style sheets have nothing that no page uses, and stay small. */
class StyleSheetsTest {

  private static final Path SOURCES = Path.of("../web/src/main/web");

  /** Of the packed style sheet that every page loads. */
  private static final int MOST_BYTES = 10_650;

  private static final Pattern CLASS = Pattern.compile("\\.([a-zA-Z][\\w-]*)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"\\n]*)\"");
  private static final Pattern MADE = Pattern.compile("`([^`\\n]*)`");

  /** Of a class that is made of parts: all before the first that changes. */
  private static final Pattern BEGINNING = Pattern.compile("[ `]([\\w-]+-)\\$\\{");

  private static final Pattern USE = Pattern.compile("var\\((--[\\w-]+)");
  private static final Pattern TOKEN = Pattern.compile("(--[\\w-]+):");

  /** A class may be made of a word of the API, which is written in capitals. */
  @Test
  void everyClassIsUsed() throws IOException {
    Set<String> used = new HashSet<>();
    String sources = sources(".tsx?");
    Stream.of(TEXT, MADE)
        .flatMap(pattern -> pattern.matcher(sources).results())
        .map(one -> one.group(1))
        .flatMap(text -> Arrays.stream(text.split("[^\\w-]+", -1)))
        .forEach(word -> used.add(word.toLowerCase(Locale.ROOT)));
    List<String> beginnings =
        BEGINNING.matcher(sources).results().map(one -> one.group(1)).toList();
    Set<String> unused =
        CLASS
            .matcher(sheets().replaceAll("\\{[^{}]*}", "{}"))
            .results()
            .map(one -> one.group(1))
            .filter(name -> !used.contains(name.toLowerCase(Locale.ROOT)))
            .filter(name -> beginnings.stream().noneMatch(name::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unused).isEmpty();
  }

  @Test
  void thereIsEachTokenThatIsUsed() throws IOException {
    assertThat(found(TOKEN)).containsAll(found(USE));
  }

  @Test
  void theSheetStaysSmall() throws IOException {
    List<String> names;
    try (InputStream in = file("files.txt")) {
      names = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    String sheet = names.stream().filter(name -> name.endsWith(".css")).findFirst().orElseThrow();
    try (InputStream in = file(sheet + ".gz")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      in.transferTo(bytes);
      assertThat(bytes.size()).isLessThan(MOST_BYTES);
    }
  }

  private static InputStream file(String name) {
    return Objects.requireNonNull(Dashboard.class.getResourceAsStream("files/" + name), name);
  }

  private static Set<String> found(Pattern pattern) throws IOException {
    return pattern
        .matcher(sheets())
        .results()
        .map(one -> one.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sheets() throws IOException {
    return sources(".css").replaceAll("(?s)/\\*.*?\\*/", "");
  }

  private static String sources(String end) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file :
          files
              .filter(one -> one.toString().matches(".*\\" + end) && Files.isRegularFile(one))
              .toList()) {
        if (!file.startsWith(SOURCES.resolve("words"))) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
