package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server has logged since a moment, to say why it did not start. */
final class ServerLog {

  private static final int MOST_BYTES_READ = 64 * 1024;
  private static final Duration LOG_FOLLOWS = Duration.ofSeconds(3);

  private final ServerFolder folder;
  private final Map<Path, Long> lengthsBefore = new HashMap<>();

  private ServerLog(ServerFolder folder) {
    this.folder = folder;
  }

  static ServerLog fromNow(ServerFolder folder) throws IOException {
    ServerLog log = new ServerLog(folder);
    for (Path file : log.files()) {
      log.lengthsBefore.put(file, Files.size(file));
    }
    return log;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(PackagedPostgres.list(folder.logs()));
    if (Files.exists(folder.output())) {
      files.add(folder.output());
    }
    return files;
  }

  /**
   * Why the server did not start. A separate process writes its log and lives a moment longer than
   * the server.
   */
  String reason() throws IOException, InterruptedException {
    long end = System.nanoTime() + LOG_FOLLOWS.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<String> fatal = lastFatal();
      if (fatal.isPresent()) {
        return fatal.get();
      }
      if (!collecting()) {
        break;
      }
      Thread.sleep(Duration.ofMillis(20));
    }
    // The log is empty: the loader, setpriv or the server failed before it was opened.
    List<String> lines = tail(folder.output(), 0).lines().toList();
    return lines.isEmpty()
        ? "it gave no reason"
        : String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  private boolean collecting() throws IOException {
    return tail(folder.output(), 0).contains("logging collector process");
  }

  private Optional<String> lastFatal() throws IOException {
    String found = null;
    for (Path file : files()) {
      List<String> lines = tail(file, lengthsBefore.getOrDefault(file, 0L)).lines().toList();
      String noted = "";
      for (String line : lines) {
        int at = Math.max(line.indexOf("FATAL:  "), line.indexOf("PANIC:  "));
        if (at >= 0) {
          String fatal = line.substring(at + "FATAL:  ".length());
          // The line before says which setting is wrong.
          found = fatal.startsWith("configuration file") ? noted : fatal;
        }
        noted = line.substring(line.indexOf("LOG:  ") < 0 ? 0 : line.indexOf("LOG:  ") + 6);
      }
    }
    return Optional.ofNullable(found);
  }

  private static String tail(Path file, long from) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long start = Math.max(from, channel.size() - MOST_BYTES_READ);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) >= 0) {
        // until full or at the end
      }
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }
}
