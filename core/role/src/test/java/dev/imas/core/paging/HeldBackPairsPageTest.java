package dev.imas.core.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * docs/reliability.md has the table of {@link HeldBackPairsIT}. Run with {@code
 * -Dimas.docs.write=true} to write it again.
 */
class HeldBackPairsPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "reliability.md");
  private static final String BEGIN = "<!-- pairs: HeldBackPairsPageTest -->\n";
  private static final String END = "<!-- end of pairs -->\n";

  @Test
  void thePageHasTheTableAsItIs() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    String written = page.substring(0, from) + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("imas.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(written);
  }

  private static String table() {
    List<Feature> all = List.of(Feature.values());
    List<String> reasons = new ArrayList<>();
    StringBuilder table = new StringBuilder("| |");
    all.subList(1, all.size()).forEach(f -> table.append(' ').append(f.words()).append(" |"));
    table.append("\n|---|").append("---|".repeat(all.size() - 1)).append('\n');
    for (Feature one : all.subList(0, all.size() - 1)) {
      table.append("| **").append(one.words()).append("** |");
      for (Feature other : all.subList(1, all.size())) {
        table.append(' ').append(cell(one, other, reasons)).append(" |");
      }
      table.append('\n');
    }
    table.append('\n');
    for (int i = 0; i < reasons.size(); i++) {
      table.append(i + 1).append(". ").append(reasons.get(i)).append('\n');
    }
    return table.toString();
  }

  private static String cell(Feature one, Feature other, List<String> reasons) {
    if (one.compareTo(other) >= 0) {
      return "";
    }
    Optional<String> why = Feature.whyNot(one, other);
    if (why.isEmpty()) {
      return "✓";
    }
    if (!reasons.contains(why.get())) {
      reasons.add(why.get());
    }
    return "(" + (reasons.indexOf(why.get()) + 1) + ")";
  }
}
