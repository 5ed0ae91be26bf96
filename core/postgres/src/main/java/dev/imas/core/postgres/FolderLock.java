package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Allows one IMAS per data folder. The operating system releases the lock when the process dies.
 */
final class FolderLock implements AutoCloseable {

  /**
   * It is static because a POSIX lock belongs to the process, not to the channel. Closing any other
   * channel on the same file, even one that was refused, would release the lock.
   */
  private static final Set<Path> HELD_BY_THIS_PROCESS = new HashSet<>();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Creates the folder if it is missing, and locks it or says why it cannot. */
  static FolderLock acquire(Path dataDir) {
    try {
      if (ServerOwner.isRoot()) {
        ServerOwner.createOpenDirectories(dataDir);
      } else {
        Files.createDirectories(dataDir);
      }
      Path folder = dataDir.toRealPath();
      synchronized (HELD_BY_THIS_PROCESS) {
        if (!HELD_BY_THIS_PROCESS.add(folder)) {
          throw taken(dataDir);
        }
        FileChannel channel = null;
        try {
          channel =
              FileChannel.open(
                  folder.resolve("imas.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock();
          if (lock == null) {
            throw taken(dataDir);
          }
          return new FolderLock(folder, channel);
        } catch (IOException | RuntimeException e) {
          HELD_BY_THIS_PROCESS.remove(folder);
          closeQuietly(channel);
          throw e;
        }
      }
    } catch (AccessDeniedException e) {
      throw ServerOwner.foreign(dataDir, ServerOwner.currentUser(), dataDir);
    } catch (IOException e) {
      throw new PostgresStartException("the data folder " + dataDir + " cannot be used: " + e, e);
    }
  }

  private static PostgresStartException taken(Path dataDir) {
    return new PostgresStartException(
        "the data folder "
            + dataDir
            + " is in use by another running IMAS: stop that one, or "
            + "choose another folder");
  }

  private static void closeQuietly(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  public void close() {
    synchronized (HELD_BY_THIS_PROCESS) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new PostgresStartException(
            "the data folder " + folder + " cannot be " + "unlocked: " + e, e);
      } finally {
        HELD_BY_THIS_PROCESS.remove(folder);
      }
    }
  }
}
