package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The folder with all files of the server. The folder itself, binaries, settings, password and port
 * belong to this process's user. Only {@code pgdata}, {@code log} and {@code run} belong to the
 * server's user. So a server under another user can change nothing that this process, perhaps root,
 * uses.
 */
final class ServerFolder {

  /** The longest path of a socket: macOS allows 104 bytes with the terminator, Linux 108. */
  private static final int LONGEST_SOCKET_PATH = 103;

  private static final String PASSWORD = "superuser.password";
  private static final int LOG_FILES_KEPT = 10;

  private final Path root;
  private final ServerOwner owner;
  private final Path sockets;

  private ServerFolder(Path root, ServerOwner owner, Path sockets) {
    this.root = root;
    this.owner = owner;
    this.sockets = sockets;
  }

  /**
   * The server that runs in this folder now, found without changing the folder; empty if none does.
   */
  static Optional<ConnectionSettings> peek(Path dataDir) throws IOException {
    Path root = dataDir.resolve("postgres");
    Optional<PostmasterFile> file = PostmasterFile.read(root.resolve("pgdata"));
    if (file.isEmpty()
        || !file.get().ready()
        || file.get().holder(root.resolve("pgdata")) == PostmasterFile.Holder.NOBODY
        || file.get().holder(root.resolve("pgdata")) == PostmasterFile.Holder.STRANGER) {
      return Optional.empty();
    }
    String password = Files.readString(root.resolve(PASSWORD)).strip();
    return Optional.of(
        new ConnectionSettings(
            "127.0.0.1", file.get().port(), Cluster.SUPERUSER, password, Cluster.DATABASE));
  }

  /** Checks who owns the folder, creates what is missing, and removes what a killed start left. */
  static ServerFolder prepare(Path dataDir) throws IOException, InterruptedException {
    Path root = dataDir.toRealPath().resolve("postgres");
    Path pgdata = root.resolve("pgdata");
    ServerOwner owner = ServerOwner.of(dataDir, root, pgdata);
    Files.createDirectories(root);
    if (owner.become().isEmpty()) {
      owner.own(root);
    } else {
      ServerOwner.letOthersIn(root);
    }
    owner.mustReach(root);
    for (String mine : List.of("log", "run")) {
      Path directory = root.resolve(mine);
      Files.createDirectories(directory);
      owner.own(directory);
    }
    for (Path path : PackagedPostgres.list(root)) {
      String name = path.getFileName().toString();
      if (name.startsWith("initdb-") || name.startsWith("unpacking-")) {
        PackagedPostgres.delete(path);
      }
    }
    Path sockets = root.resolve("run");
    if (socketPathLength(sockets) > LONGEST_SOCKET_PATH) {
      // The name is random: in a folder open to all, another user could have created a known name
      // first.
      sockets = Files.createTempDirectory(Path.of("/tmp"), "imas-");
      owner.own(sockets);
    }
    return new ServerFolder(root, owner, sockets);
  }

  private static int socketPathLength(Path directory) {
    return (directory + "/.s.PGSQL.65535").getBytes(StandardCharsets.UTF_8).length;
  }

  ServerOwner owner() {
    return owner;
  }

  Path root() {
    return root;
  }

  Path pgdata() {
    return root.resolve("pgdata");
  }

  Path logs() {
    return root.resolve("log");
  }

  Path sockets() {
    return sockets;
  }

  WalSpool spool() {
    return WalSpool.in(root);
  }

  Path settings() {
    return root.resolve("postgresql.conf");
  }

  Path admission() {
    return root.resolve("pg_hba.conf");
  }

  /** The server's output before its own log is open. */
  Path output() {
    return root.resolve("server.out");
  }

  private Path passwordFile() {
    return root.resolve(PASSWORD);
  }

  boolean holdsData() {
    return Files.exists(pgdata().resolve("PG_VERSION"));
  }

  /** Whether a server has said here which process it is. */
  boolean holdsPid() {
    return Files.exists(pgdata().resolve("postmaster.pid"));
  }

  String majorVersion() throws IOException {
    return Files.readString(pgdata().resolve("PG_VERSION")).strip();
  }

  /** The cluster's identity: the first field of pg_control, in the byte order of the machine. */
  long systemIdentifier() throws IOException {
    try (FileChannel control = FileChannel.open(pgdata().resolve("global").resolve("pg_control"))) {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
      while (bytes.hasRemaining()) {
        if (control.read(bytes) < 0) {
          throw new IOException("pg_control is truncated");
        }
      }
      return bytes.getLong(0);
    }
  }

  String password() throws IOException {
    if (!Files.exists(passwordFile())) {
      throw new PostgresStartException(
          passwordFile()
              + " is missing; the data beside it cannot be opened without it: "
              + "restore it from a backup");
    }
    return Files.readString(passwordFile()).strip();
  }

  /**
   * Makes a password and stores it before the cluster exists, so that no crash leaves a cluster
   * without its password.
   */
  String newPassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    keepPassword(password);
    return password;
  }

  void keepPassword(String password) throws IOException {
    write(passwordFile(), password);
  }

  /** The port kept from an earlier start. */
  OptionalInt keptPort() throws IOException {
    Path file = root.resolve("port");
    if (!Files.exists(file)) {
      return OptionalInt.empty();
    }
    try {
      int port = Integer.parseInt(Files.readString(file).strip());
      return port > 0 && port <= 65_535 ? OptionalInt.of(port) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      // A power loss truncated it; any port will do.
      return OptionalInt.empty();
    }
  }

  void keepPort(int port) throws IOException {
    write(root.resolve("port"), Integer.toString(port));
  }

  /** Writes a file with mode 0600 atomically: it is never half written and never open to others. */
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text + "\n");
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.resolveSibling("."));
  }

  /** Writes a file without secrets that the server may read but not change. */
  void writeSettings(Path file, String text) throws IOException {
    write(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Writes a file that only the server's user may read. */
  void writeSecret(Path file, String text) throws IOException {
    write(file, text);
    owner.own(file);
  }

  /** Makes a rename in the directory durable. */
  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory)) {
      channel.force(true);
    }
  }

  /** Deletes old log files. PostgreSQL opens a new one by size and by day, and deletes none. */
  void pruneLogs() throws IOException {
    List<Path> newestFirst =
        PackagedPostgres.list(logs()).stream().sorted(Comparator.reverseOrder()).toList();
    for (Path old :
        newestFirst.subList(Math.min(LOG_FILES_KEPT, newestFirst.size()), newestFirst.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** Deletes what lies outside of the folder. */
  void release() throws IOException {
    if (!sockets.startsWith(root)) {
      PackagedPostgres.delete(sockets);
    }
  }
}
