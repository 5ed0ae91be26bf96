package dev.imas.core.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link AnotherImas} as a child process. */
final class ImasProcess {

  private ImasProcess() {}

  static String classPath() {
    return System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path", ""));
  }

  /**
   * Starts it on that folder.
   *
   * @param as what the command begins with, to run it as somebody else
   */
  static Process start(Path folder, List<String> as, String classPath, Path binaries, int rows)
      throws IOException {
    List<String> command = new ArrayList<>(as);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            AnotherImas.class.getName(),
            folder.toString(),
            binaries.toString(),
            Integer.toString(rows)));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Returns how many rows the process reported as committed. */
  static int killAfterCommit(Process process, int rows) throws Exception {
    int committed = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("committed") && ++committed == rows) {
          // By its handle, since Process would also close the output that is still read.
          assertThat(process.toHandle().destroyForcibly()).isTrue();
        }
      }
    }
    process.waitFor();
    assertThat(committed).isGreaterThanOrEqualTo(rows);
    return committed;
  }
}
