package dev.imas.e2e.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.fixtures.database.TestPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Data and WAL are on a small file system of their own, which something else fills. It needs the
 * right to mount a tmpfs; without it the test is skipped, with the reason.
 */
final class DiskFullIT {

  private final Path folder = TestPostgres.newFolder();
  private final Path disk = folder.resolve("data");

  @BeforeEach
  void mount() throws IOException {
    Files.createDirectory(disk);
    String refusal =
        run("mount", "-t", "tmpfs", "-o", "size=256m,mode=755", "imas", disk.toString());
    if (!refusal.isEmpty()) {
      System.out.println("DiskFullIT skipped: no tmpfs can be mounted here: " + refusal);
    }
    assumeTrue(refusal.isEmpty(), () -> "no tmpfs can be mounted here: " + refusal);
  }

  @AfterEach
  void unmount() {
    run("umount", disk.toString());
    TestPostgres.delete(folder);
  }

  @Test
  void whatIsAcknowledgedOnAFullDiskIsThereWhenItHasRoomAgain() throws IOException {
    try (FaultScene scene = FaultScene.embedded(folder, false, Map.of())) {
      int rounds = FaultRun.times(1, 5);
      for (int round = 1; round <= rounds; round++) {
        Signs signs = Signs.from(scene.imas);
        Storm storm =
            scene
                .storm(
                    Storm.Shape.named("DiskFull" + round).withPadding(4_000),
                    FaultRun.random("disk full"))
                .awaitMore(300);

        Path ballast = fill();
        // First use up the space that WAL segments and pages have in reserve.
        signs
            .counts("imas_ingest_refused_total", 20, "reason=\"not_stored\"")
            .counts("imas_ingest_batches_failed_total", 1);
        if (round == 1) { // Once a minute is enough.
          signs.logs("A batch was not committed; its senders are told to post again");
        }
        Files.delete(ballast);

        storm.awaitMore(300);
        Aftermath.of(scene).isInOrder(storm);
      }
    }
  }

  private Path fill() throws IOException {
    Path ballast = disk.resolve("ballast");
    byte[] megabyte = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(megabyte);
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  /** Returns its error message; empty when it succeeded. */
  private static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes()).strip();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        return List.of(command) + " does not end";
      }
      return process.exitValue() == 0 ? "" : said + " (exit " + process.exitValue() + ")";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
