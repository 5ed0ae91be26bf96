package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each link between the documents leads to a file that exists, and to a heading in it. */
class DocumentLinksTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern CODE =
      Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void linksBetweenDocumentsLeadSomewhere() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
    }
    List<String> dead = new ArrayList<>();
    for (Path document : documents) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (!leadsSomewhere(document, link.group(1), link.group(2))) {
          dead.add(ROOT.relativize(document) + ": " + link.group());
        }
      }
    }
    assertThat(documents).hasSizeGreaterThan(20);
    assertThat(dead).isEmpty();
  }

  @Test
  void anchorIsMadeOfTheHeadingAsItIsShown() {
    assertThat(anchorOf("`core.growth-pause`, and [why](adr/0011.md): 5 min"))
        .isEqualTo("coregrowth-pause-and-why-5-min");
  }

  private static boolean leadsSomewhere(Path document, String file, @Nullable String anchor) {
    if (file.contains("://")) {
      return true;
    }
    Path to = file.isEmpty() ? document : document.resolveSibling(file);
    if (!Files.exists(to)) {
      return false;
    }
    return anchor == null
        || !file.endsWith(".md") && !file.isEmpty()
        || anchors(to).contains(anchor);
  }

  private static Set<String> anchors(Path document) {
    try {
      return CODE.matcher(Files.readString(document))
          .replaceAll("")
          .lines()
          .filter(line -> line.matches("#+ .*"))
          .map(line -> anchorOf(line.replaceFirst("#+ ", "")))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The anchor as GitHub makes it: the heading in lower case, without most punctuation. */
  private static String anchorOf(String heading) {
    return heading
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_\\- ]", "")
        .strip()
        .replace(' ', '-');
  }
}
