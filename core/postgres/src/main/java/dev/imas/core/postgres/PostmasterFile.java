package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server writes into {@code postmaster.pid}. Only PostgreSQL ever removes that file:
 * it alone can tell, by the shared memory named in it, whether a backend still writes to the data.
 */
record PostmasterFile(long pid, int port, boolean ready) {

  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** Empty also while the server is still writing its first line. */
  static Optional<PostmasterFile> read(Path pgdata) throws IOException {
    List<String> lines;
    try {
      lines =
          Files.readString(pgdata.resolve("postmaster.pid")).lines().map(String::strip).toList();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      // Negative where a server in single-user mode wrote it.
      long pid = Math.abs(Long.parseLong(line(lines, PID)));
      int port = line(lines, PORT).isEmpty() ? 0 : Integer.parseInt(line(lines, PORT));
      return Optional.of(new PostmasterFile(pid, port, line(lines, STATUS).equals("ready")));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index) : "";
  }

  /** Who has the process id now, if anybody. */
  Holder holder(Path pgdata) {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return Holder.NOBODY;
    }
    if (isZombie(pid)) {
      return Holder.STRANGER;
    }
    Optional<String[]> arguments = process.get().info().arguments();
    if (arguments.isEmpty()) {
      return Holder.UNKNOWN;
    }
    List<String> words = List.of(arguments.get());
    int option = words.indexOf("-D");
    return option >= 0 && option + 1 < words.size() && same(words.get(option + 1), pgdata)
        ? Holder.SERVER_OF_THIS_FOLDER
        : Holder.STRANGER;
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith(") Z", stat.lastIndexOf(')'));
    } catch (IOException e) {
      // Gone, or not Linux.
      return false;
    }
  }

  private static boolean same(String path, Path pgdata) {
    try {
      return Files.isSameFile(Path.of(path), pgdata);
    } catch (IOException e) {
      return false;
    }
  }

  enum Holder {
    NOBODY,
    SERVER_OF_THIS_FOLDER,
    /**
     * The server is gone, and its process id went to something else or is still kept for a parent
     * that does not ask how it ended: in a container the first process often never does.
     */
    STRANGER,
    /** Alive, but the operating system does not tell us what it is. */
    UNKNOWN
  }
}
