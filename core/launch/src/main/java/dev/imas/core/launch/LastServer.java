package dev.imas.core.launch;

import dev.imas.core.platform.ServerFence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of the data folder that keeps which PostgreSQL this IMAS has written to: the cluster's
 * system identifier and its highest timeline. It is not kept in the database, of which a failover
 * may leave two. Without it, IMAS finds out again from the servers and from its other processes.
 */
record LastServer(Path file) {

  private static final Logger log = LoggerFactory.getLogger(LastServer.class);

  static LastServer in(Path dataDir) {
    return new LastServer(dataDir.resolve("database-server"));
  }

  Optional<ServerFence.Seen> read() {
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      return Optional.of(
          new ServerFence.Seen(Long.parseUnsignedLong(parts[0]), Integer.parseInt(parts[1])));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException unread) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", unread.toString())
          .log("The file of the last database server cannot be read; it is written anew");
      return Optional.empty();
    }
  }

  void write(ServerFence.Seen seen) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling("database-server.next");
      Files.writeString(next, Long.toUnsignedString(seen.system()) + " " + seen.timeline() + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.toString())
          .log("The last database server cannot be kept; after a start it is not known");
    }
  }
}
