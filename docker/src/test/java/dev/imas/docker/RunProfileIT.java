package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -q -Prun} with the build's own files and a product of one class, which exits as the
 * test says. So the output of Maven and of the build can be seen.
 */
class RunProfileIT {

  private static final String PRODUCT =
      """
      package dev.imas.core.launch;
      import java.nio.file.*;
      public final class Imas {
        public static void main(String[] words) throws Exception {
          System.out.println("started with " + String.join(" ", words));
          int code = Integer.parseInt(words[0]);
          Files.writeString(Path.of(System.getProperty("exitCodeFile")), "" + code);
          System.exit(code);
        }
      }
      """;

  @TempDir private Path folder;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void copyTheBuild() throws IOException {
    Path root = root();
    List<Path> files = new ArrayList<>(poms(root));
    files.add(root.resolve(".mvn/run.bsh"));
    files.add(root.resolve(".mvn/jvm.config"));
    files.add(root.resolve(".mvn/Web.java"));
    try (var web = Files.walk(root.resolve("core/web/src/main/web"))) {
      files.addAll(web.filter(Files::isRegularFile).toList());
    }
    for (Path file : files) {
      Path copy = folder.resolve(root.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    Path source = folder.resolve("core/launch/src/main/java/dev/imas/core/launch/Imas.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, PRODUCT);
  }

  private static List<Path> poms(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, 3)) {
      return files.filter(f -> f.endsWith("pom.xml") && !f.toString().contains("target/")).toList();
    }
  }

  @Test
  void saysWhatItDoesAndEndsWithTheProductsCodeAndWithoutMavensWords() throws Exception {
    Ended first = maven(folder, "4");

    assertThat(first.code).as("%s", first).isEqualTo(4);
    assertThat(first.out).contains("started with 4").doesNotContain("[ERROR]", "\tat ");
    assertThat(first.err)
        .contains("IMAS: the first start builds it")
        .contains("IMAS: compiling launch, 1 files (1 of 1)")
        .contains("IMAS: built; starting it")
        .doesNotContain("[ERROR]", "\tat ");

    Ended again = maven(folder, "0");

    assertThat(again.code).as("%s", again).isZero();
    assertThat(again.err).doesNotContain("compiling launch", "the first start");
  }

  @Test
  void aPartOfItDoesNotRunAndSaysWhere() throws Exception {
    Ended part = maven(folder.resolve("core"), "0");

    assertThat(part.code).isEqualTo(2);
    assertThat(part.err).contains("run mvn -q -Prun in ").doesNotContain("compiling", "[ERROR]");
    assertThat(part.out).doesNotContain("started");
  }

  /**
   * Offline, since a machine that has run the profile once has all artefacts. On another one Maven
   * gets what the profile alone needs.
   */
  private Ended maven(Path where, String code) throws IOException, InterruptedException {
    Ended offline = maven(where, code, "-o");
    return offline.out.contains("in offline mode") ? maven(where, code, "-B") : offline;
  }

  private Ended maven(Path where, String code, String option)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.log");
    Path err = folder.resolve("err.log");
    Process process;
    try {
      process =
          new ProcessBuilder("mvn", option, "-q", "-Prun", "-Dimas.args=" + code)
              .directory(where.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      assumeTrue(Boolean.parseBoolean(System.getenv("CI")), "no mvn on the path: " + e);
      throw e;
    }
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Maven did not end: " + Files.readString(err));
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.getParent();
  }
}
