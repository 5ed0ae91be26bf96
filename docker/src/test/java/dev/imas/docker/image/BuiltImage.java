package dev.imas.docker.image;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The scripts that make an image, and the podman that runs it. */
final class BuiltImage {

  static final Path ROOT = root();
  static final Path FOLDER = ROOT.resolve("docker/target/image");

  private static final long MOST_SECONDS = 180;
  private static final AtomicInteger skipped = new AtomicInteger();

  /** As containers of CI need it: few files, and no systemd that would keep control groups. */
  private static final String ENGINE =
      """
      [containers]
      default_ulimits=["nofile=4096:4096","nproc=4096:4096"]
      [engine]
      runtime="runc"
      cgroup_manager="cgroupfs"
      """;

  record Done(int code, String text) {

    String orThrow() {
      if (code != 0) {
        throw new AssertionError("exit code " + code + ": " + text);
      }
      return text;
    }
  }

  private BuiltImage() {}

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : here.resolve("..").normalize();
  }

  /**
   * Skips what needs a distribution, which "package" makes, or a program. Unlike others, these are
   * skipped by CI too, since not every machine of CI may run containers; the count says so.
   */
  static void need(boolean there, String what) {
    if (!there) {
      System.out.println(skipped.incrementAndGet() + " test(s) of the image skipped: " + what);
    }
    assumeTrue(there, what);
  }

  static void needDistribution() {
    need(
        Files.isDirectory(ROOT.resolve("docker/target/imas/lib")),
        "there is no distribution; first run: mvn -q package -DskipTests");
    need(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "this is no Debian");
  }

  static void needEngine() {
    need(
        Files.isExecutable(Path.of("/usr/bin/podman"))
            && Files.isExecutable(Path.of("/usr/sbin/runc")),
        "podman is not installed (apt-get install --no-install-recommends podman runc)");
    Done info = podman("info");
    need(info.code() == 0, "podman cannot run here: " + info.text().strip());
  }

  /** Runs one of the scripts. */
  static Done script(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("docker/image").resolve(name).toString());
    command.addAll(List.of(arguments));
    return run(command);
  }

  static Done podman(String... arguments) {
    List<String> command = new ArrayList<>(List.of("/usr/bin/podman"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** The check that compares the files of an image with its SBOM. */
  static Done sbomCheck(Path file, Path root) {
    return run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            ROOT.resolve("docker/image/ImageSbom.java").toString(),
            "check",
            file.toString(),
            root.toString()));
  }

  static Done run(List<String> command) {
    try {
      Path log = Files.createTempFile("image", ".log");
      Path engine = Files.writeString(Files.createTempFile("containers", ".conf"), ENGINE);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("CONTAINERS_CONF", engine.toString());
      builder.environment().put("IMAS_JAVA_HOME", System.getProperty("java.home"));
      Process process = builder.start();
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String text = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      Files.delete(engine);
      return new Done(ended ? process.exitValue() : -1, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
