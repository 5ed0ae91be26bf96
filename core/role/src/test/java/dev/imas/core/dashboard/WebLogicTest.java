package dev.imas.core.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.dashboard.NodeTools.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the dashboard's plain functions: each {@code src/test/web/*.test.mjs}. */
class WebLogicTest {

  @TempDir private static Path folder;

  @Test
  void functionsDoWhatTheirTestsSay() throws IOException {
    NodeTools tools = new NodeTools(folder);
    tools.copy(Path.of("../web/src/main/web"), "web");
    Path scripts = tools.copy(Path.of("src/test/web"), "tests");
    List<String> arguments =
        new ArrayList<>(List.of("--import", "./resolve.mjs", "--test", "--test-reporter=spec"));
    try (Stream<Path> tests = Files.list(scripts)) {
      tests
          .map(test -> Objects.toString(test.getFileName()))
          .filter(name -> name.endsWith(".test.mjs"))
          .sorted()
          .forEach(arguments::add);
    }
    assertThat(arguments).hasSizeGreaterThan(4);
    Said said = tools.node(scripts, arguments);
    assertThat(said.code()).as("%s", said.text()).isZero();
  }
}
