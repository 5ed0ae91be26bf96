package dev.imas.core.dashboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every kind of timer has a name that people read, and no name is left of one that is gone. */
class JobNamesTest {

  private static final Path CORE = Path.of("..");
  private static final Path WORDS = Path.of("../web/src/main/web/words/en/jobs.ts");

  private static final Pattern RECURRING =
      Pattern.compile("Recurring\\.every\\(\\s*[^;\"]*?\"([a-z][a-z-]*)\"");
  private static final Pattern ONCE =
      Pattern.compile("(?:TimerKind\\.of|new TimerKind)\\(\\s*(?:(\\w+)\\.)?([A-Z_]+),");
  private static final Pattern NAMED = Pattern.compile("(?m)^  \"job\\.([a-z-]+)\": ");

  @Test
  void everyKindOfTimerHasAName() throws IOException {
    List<Path> sources =
        SourceTree.files(CORE).stream()
            .filter(one -> one.toString().contains("/src/main/java/"))
            .filter(one -> one.toString().endsWith(".java"))
            .toList();
    TreeSet<String> kinds = new TreeSet<>();
    for (Path file : sources) {
      String code = Files.readString(file);
      RECURRING.matcher(code).results().forEach(one -> kinds.add(one.group(1)));
      for (var one : ONCE.matcher(code).results().toList()) {
        String of = one.group(1);
        Path holder = of == null ? file : file.resolveSibling(of + ".java");
        kinds.add(constant(Files.readString(holder), one.group(2)));
      }
    }
    assertThat(kinds)
        .contains("alert-expiry", "escalation", "drill-schedule", "heartbeat", "swaps");
    TreeSet<String> named = new TreeSet<>();
    NAMED.matcher(Files.readString(WORDS)).results().forEach(one -> named.add(one.group(1)));
    assertThat(named).isEqualTo(kinds);
  }

  private static String constant(String code, String name) {
    Matcher found = Pattern.compile("String " + name + " = \"([a-z-]+)\"").matcher(code);
    assertThat(found.find()).as("the constant %s", name).isTrue();
    return requireNonNull(found.group(1));
  }
}
