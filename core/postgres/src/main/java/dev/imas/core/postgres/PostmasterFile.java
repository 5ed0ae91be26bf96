package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code postmaster.pid}, which a running server writes. Only PostgreSQL may remove
 * that file. By the shared memory that it names, PostgreSQL alone can tell whether a backend still
 * writes to the data.
 */
record PostmasterFile(long pid, int port, boolean ready) {

  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** Reads the file; empty if there is none, or while the server still writes its first line. */
  static Optional<PostmasterFile> read(Path pgdata) throws IOException {
    List<String> lines;
    try {
      lines =
          Files.readString(pgdata.resolve("postmaster.pid")).lines().map(String::strip).toList();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      // A server in single-user mode writes a negative number.
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

  /** Which kind of process has this process id now. */
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
      // The process is gone, or this is not Linux.
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
     * The server is gone. Another process has its process id, or it is a zombie whose parent never
     * waits for it: in a container the first process often does not.
     */
    STRANGER,
    /** The process is alive, but the operating system does not say what it is. */
    UNKNOWN
  }
}
