package dev.imas.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The user as which {@code bin/imas} runs Java when root starts it. A script that prints the user
 * replaces Java.
 */
class StepDownTest {

  @TempDir Path home;

  private record Ended(int code, String output) {}

  @BeforeEach
  void distribution() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    open(home);
    for (String folder : List.of("bin", "lib", "java", "java/bin")) {
      open(Files.createDirectory(home.resolve(folder)));
    }
    Path script = Files.copy(Path.of("src/main/distribution/bin/imas"), home.resolve("bin/imas"));
    open(script);
    Path java = home.resolve("java/bin/java");
    Files.writeString(
        java,
        "#!/bin/sh\n[ \"$1\" = -version ] && echo 'version \"25\"' >&2 && exit\n"
            + "echo \"runs as $(id -un), user setting ${IMAS_USER-none}\"\n");
    open(java);
  }

  @Test
  void rootBecomesTheUserThatIsNamed() throws Exception {
    Ended ended = imas("nobody", "run");

    assertThat(ended.output()).isEqualTo("runs as nobody, user setting none\n");
    assertThat(ended.code()).isZero();
  }

  @Test
  void rootWithoutAUserIsToldSoAndRuns() throws Exception {
    Ended ended = imas("", "run");

    assertThat(ended.output()).contains("name an unprivileged user").contains("runs as root");
    assertThat(imas("", "version").output()).isEqualTo("runs as root, user setting none\n");
  }

  @Test
  void userThatDoesNotExistOrCannotReadTheProgramIsAFault() throws Exception {
    assertThat(imas("nobody-at-all", "run").code()).isEqualTo(2);
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("rwx------"));
    Ended ended = imas("nobody", "run");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.output()).contains("nobody cannot read");
  }

  private Ended imas(String user, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/imas").toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("IMAS_JAVA_HOME", home.resolve("java").toString());
    builder.environment().put("IMAS_USER", user);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
