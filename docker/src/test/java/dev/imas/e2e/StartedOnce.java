package dev.imas.e2e;

import dev.imas.fixtures.database.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a first start of IMAS makes, made once for all tests of this module: a data folder with a
 * migrated database, and the JVM's cache of the classes that a start loads. A first start takes
 * nine seconds of a processor, and one with both three and a half.
 *
 * <p>{@link FirstStartIT} and {@code RunProfileIT} begin with nothing.
 */
final class StartedOnce {

  /** Of IMAS, without this module's own folders: the JVM caches classes of archives alone. */
  static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
          .collect(Collectors.joining(File.pathSeparator));

  private static final Path HOME = Path.of("target", "started-once").toAbsolutePath();
  private static final Path DATA = HOME.resolve("data");
  private static final Path CACHE = HOME.resolve("imas.aot");
  private static final Path DONE = HOME.resolve("done");

  private StartedOnce() {}

  /** Copies the data folder to where there is none yet. */
  static void giveTo(Path dataFolder) {
    if (Files.exists(dataFolder)) {
      return;
    }
    make();
    run("cp", "-a", DATA.toString(), dataFolder.toString());
  }

  /** Empty where classes are in folders, as in an IDE. */
  static List<String> javaOptions() {
    make();
    return Files.exists(CACHE) ? List.of("-XX:AOTCache=" + CACHE) : List.of();
  }

  /** A command of IMAS, to which its words are to be added. */
  static List<String> imas() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ImasProcess.QUICK_TO_START);
    command.addAll(javaOptions());
    command.addAll(List.of("-cp", CLASS_PATH, "dev.imas.core.launch.Imas"));
    return command;
  }

  /** Makes {@code imas} a command of a shell. */
  static String shellFunction() {
    return imas().stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "imas() { ", " \"$@\"; }\n"));
  }

  /** Several JVMs run tests of this module at once: the first makes it, and the others wait. */
  private static synchronized void make() {
    try {
      Files.createDirectories(HOME);
      try (FileChannel lock =
              FileChannel.open(
                  HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = lock.lock()) {
        String of = fingerprint();
        if (!Files.exists(DONE) || !Files.readString(DONE).equals(of)) {
          run("rm", "-rf", DATA.toString(), CACHE.toString());
          start();
          Files.writeString(DONE, of);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start() {
    // PostgreSQL's user may not reach this module's folder.
    Path folder = TestPostgres.newFolder();
    List<String> training = List.of("-XX:AOTCacheOutput=" + CACHE, "-Xlog:aot=off,cds=off");
    List<String> options =
        Stream.concat(
                ImasProcess.QUICK_TO_START.stream(),
                isOfArchives() ? training.stream() : Stream.empty())
            .toList();
    try (ImasProcess imas = new ImasProcess(folder, Map.of())) {
      imas.startAnew(options);
      imas.api("/api/v1/incidents");
      imas.stop();
      run("cp", "-a", imas.dataFolder().toString(), DATA.toString());
      // Copies have one password, too: at a port of its own, nobody reaches another one's database.
      Files.delete(DATA.resolve("postgres").resolve("port"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      run("rm", "-rf", folder.toString());
    }
  }

  private static boolean isOfArchives() {
    return Arrays.stream(CLASS_PATH.split(File.pathSeparator))
        .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
  }

  /** Another build has other archives, or younger ones. */
  private static String fingerprint() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String entry : CLASS_PATH.split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.exists(path)) {
        all.append(entry).append(' ').append(Files.getLastModifiedTime(path)).append('\n');
      }
    }
    return all.toString();
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
