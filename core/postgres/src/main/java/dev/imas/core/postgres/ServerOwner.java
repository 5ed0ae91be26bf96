package dev.imas.core.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user that PostgreSQL runs as and that owns its files: the current user, or a fixed
 * unprivileged system user, since PostgreSQL refuses to run as root.
 *
 * @param become the prefix of a command that runs it as that user
 */
record ServerOwner(int uid, int gid, String name, List<String> become) {

  private static final List<String> CANDIDATES_FOR_ROOT = List.of("postgres", "nobody");

  static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  static String currentUser() {
    UnixSystem me = new UnixSystem();
    return Optional.ofNullable(me.getUsername()).orElse(Long.toString(me.getUid()));
  }

  /**
   * The current owner of the data, if this process may run commands as that user. So a user that
   * appears later does not lock IMAS out: a package may install {@code postgres} when the folder
   * belongs to {@code nobody}.
   */
  static ServerOwner of(Path dataDir, Path serverDir, Path pgdata)
      throws IOException, InterruptedException {
    List<ServerOwner> possible = isRoot() ? forRoot(dataDir) : List.of(ourselves());
    ServerOwner first = possible.getFirst();
    if (Files.exists(serverDir)) {
      int owner = uidOf(serverDir);
      if (owner != new UnixSystem().getUid() && possible.stream().noneMatch(p -> p.uid == owner)) {
        throw foreign(serverDir, first.name, dataDir);
      }
    }
    if (!Files.exists(pgdata)) {
      return first;
    }
    int owner = uidOf(pgdata);
    return possible.stream()
        .filter(p -> p.uid == owner)
        .findFirst()
        .orElseThrow(() -> foreign(pgdata, first.name, dataDir));
  }

  private static ServerOwner ourselves() {
    UnixSystem me = new UnixSystem();
    return new ServerOwner((int) me.getUid(), (int) me.getGid(), currentUser(), List.of());
  }

  private static List<ServerOwner> forRoot(Path dataDir) throws InterruptedException {
    Optional<String> setpriv = Tool.find("setpriv");
    Optional<String> runuser = Tool.find("runuser");
    if (setpriv.isEmpty() && runuser.isEmpty()) {
      throw new PostgresStartException(
          "PostgreSQL does not run as root, and neither setpriv nor runuser (util-linux) is "
              + "installed to change the user: install util-linux, or run IMAS as another user");
    }
    List<ServerOwner> possible = new ArrayList<>();
    for (String name : CANDIDATES_FOR_ROOT) {
      Tool uid = Tool.run(dataDir, List.of("id", "-u", name));
      Tool gid = Tool.run(dataDir, List.of("id", "-g", name));
      if (uid.ok() && gid.ok()) {
        List<String> become =
            setpriv
                .map(
                    path ->
                        List.of(
                            path,
                            "--reuid=" + uid.output(),
                            "--regid=" + gid.output(),
                            "--clear-groups",
                            "--no-new-privs",
                            "--"))
                .orElseGet(() -> List.of(runuser.orElseThrow(), "-u", name, "--"));
        possible.add(
            new ServerOwner(
                Integer.parseInt(uid.output()), Integer.parseInt(gid.output()), name, become));
      }
    }
    if (possible.isEmpty()) {
      throw new PostgresStartException(
          "PostgreSQL does not run as root, and there is no user "
              + String.join(" or ", CANDIDATES_FOR_ROOT)
              + " to run it as: create one, or run IMAS as another user");
    }
    return possible;
  }

  static PostgresStartException foreign(Path path, String runner, Path dataDir) {
    String owner;
    try {
      owner = Files.getOwner(path).getName();
    } catch (IOException e) {
      owner = "another user";
    }
    return new PostgresStartException(
        "%s belongs to %s, but PostgreSQL would run as %s: run IMAS as %s, or: chown -R %s %s"
            .formatted(path, owner, runner, owner, runner, dataDir));
  }

  private static int uidOf(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /** Gives the path to this user and closes it to everybody else. */
  void own(Path path) throws IOException {
    boolean directory = Files.isDirectory(path);
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(directory ? "rwx------" : "rw-------"));
    if (uidOf(path) != uid) {
      Files.setAttribute(path, "unix:gid", gid);
      Files.setAttribute(path, "unix:uid", uid);
    }
  }

  List<String> command(Path program, String... arguments) {
    List<String> command = new ArrayList<>(become);
    command.add(program.toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Fails early if this user cannot reach a path, and names the folder that is closed. */
  void mustReach(Path path) throws IOException, InterruptedException {
    if (become.isEmpty()
        || Tool.run(Path.of("/"), command(Path.of("test"), "-x", path.toString())).ok()) {
      return;
    }
    for (Path parent = path.getRoot(); parent != null; parent = below(parent, path)) {
      if (!mayPass(parent)) {
        throw new PostgresStartException(
            "the user %s cannot enter %s, and PostgreSQL runs as that user under root:"
                    .formatted(name, parent)
                + " choose another data folder, or: chmod o+x "
                + parent);
      }
    }
    throw new PostgresStartException(
        "the user "
            + name
            + " cannot run "
            + path
            + ", and PostgreSQL runs as that user "
            + "under root");
  }

  private static @Nullable Path below(Path parent, Path path) {
    int names = parent.getNameCount();
    Path root = path.getRoot();
    return root == null || names == path.getNameCount()
        ? null
        : root.resolve(path.subpath(0, names + 1));
  }

  private boolean mayPass(Path directory) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(directory);
    if (uidOf(directory) == uid) {
      return allowed.contains(PosixFilePermission.OWNER_EXECUTE);
    }
    return (Integer) Files.getAttribute(directory, "unix:gid") == gid
        ? allowed.contains(PosixFilePermission.GROUP_EXECUTE)
        : allowed.contains(PosixFilePermission.OTHERS_EXECUTE);
  }

  /**
   * Creates the missing folders of a path so that the server's user can pass them, whatever the
   * umask.
   */
  static void createOpenDirectories(Path directory) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path d = directory; d != null && !Files.exists(d); d = d.getParent()) {
      missing.add(d);
    }
    for (Path d : missing.reversed()) {
      Files.createDirectory(d);
      letOthersIn(d);
    }
  }

  /** Opens a folder to the server's user for passing and reading, whatever the umask. */
  static void letOthersIn(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
