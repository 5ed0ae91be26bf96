package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One database cluster on the disk. It can be created, started and stopped. */
final class Cluster {

  static final String SUPERUSER = "imas_root";
  static final String DATABASE = "imas";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration BETWEEN_NEWS = Duration.ofSeconds(5);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(10);

  private final EmbeddedPostgresConfig config;
  private final ServerFolder folder;
  private final Path bin;

  Cluster(EmbeddedPostgresConfig config, ServerFolder folder, Path home) {
    this.config = config;
    this.folder = folder;
    this.bin = home.resolve("bin");
  }

  ServerFolder folder() {
    return folder;
  }

  ConnectionSettings connection(int port) throws IOException {
    return new ConnectionSettings("127.0.0.1", port, SUPERUSER, folder.password(), DATABASE);
  }

  /**
   * Creates the cluster if there is none. It is made in a temporary folder and then renamed, so a
   * killed initdb leaves nothing behind.
   *
   * @return whether it was created
   */
  boolean initialise() throws IOException, InterruptedException {
    if (folder.holdsData()) {
      return false;
    }
    log.atInfo()
        .addKeyValue("folder", folder.pgdata())
        .log("Creating PostgreSQL's data " + "folder; this happens once");
    Path fresh = Files.createTempDirectory(folder.root(), "initdb-");
    Path data = Files.createDirectory(fresh.resolve("pgdata"));
    Path password = fresh.resolve("password");
    folder.writeSecret(password, folder.newPassword());
    folder.owner().own(data);
    folder.owner().own(fresh);
    List<String> command =
        new ArrayList<>(
            folder
                .owner()
                .command(
                    bin.resolve("initdb"),
                    "-D",
                    data.toString(),
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth-local=scram-sha-256",
                    "--auth-host=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--data-checksums",
                    "--no-instructions"));
    if (!config.durable()) {
      command.add("--no-sync");
    }
    Tool initdb = Tool.run(folder.root(), command);
    if (!initdb.ok()) {
      throw new PostgresStartException("initdb failed in " + fresh + ": " + initdb.reason());
    }
    // The server reads the files that IMAS writes beside pgdata, so edits to these would have no
    // effect.
    Files.delete(data.resolve("postgresql.conf"));
    Files.delete(data.resolve("pg_hba.conf"));
    Files.move(data, folder.pgdata(), StandardCopyOption.ATOMIC_MOVE);
    ServerFolder.force(folder.root());
    PackagedPostgres.delete(fresh);
    return true;
  }

  /** Refuses a data folder of another major version: it needs an upgrade. */
  void mustFit() throws IOException, InterruptedException {
    Tool version =
        Tool.run(folder.root(), List.of(bin.resolve("postgres").toString(), "--version"));
    if (!version.ok()) {
      throw new PostgresStartException(
          "the packaged PostgreSQL does not run on this machine (it needs glibc; otherwise "
              + "use an external PostgreSQL): "
              + version.reason());
    }
    String packaged = version.output().replaceFirst(".* ", "");
    if (folder.holdsData() && !packaged.startsWith(folder.majorVersion() + ".")) {
      throw new PostgresStartException(
          "%s was written by PostgreSQL %s, but PostgreSQL %s is packaged here: dump and restore it"
              .formatted(folder.pgdata(), folder.majorVersion(), packaged));
    }
  }

  /**
   * Stops a server that outlived the IMAS process that started it, instead of taking it over. The
   * new server runs this version's binaries and settings. It is a child of this process, which
   * notices at once when it dies. No session of the killed process can still commit.
   */
  void stopOrphan() throws IOException, InterruptedException {
    Optional<PostmasterFile> file = PostmasterFile.read(folder.pgdata());
    if (file.isEmpty()
        || file.get().holder(folder.pgdata()) != PostmasterFile.Holder.SERVER_OF_THIS_FOLDER) {
      return;
    }
    mustServeThisCluster(file.get());
    log.atWarn()
        .addKeyValue("pid", file.get().pid())
        .log("A killed IMAS left its PostgreSQL running; stopping it");
    if (!control("fast", config.stopTimeout()) && !control("immediate", IMMEDIATE_STOP)) {
      throw new PostgresStartException(
          "PostgreSQL (process %d), left in %s by a killed IMAS, does not stop: stop it yourself"
              .formatted(file.get().pid(), folder.pgdata()));
    }
  }

  /**
   * Its command line names this folder. If it responds, its system identifier must be the one in
   * this folder's data.
   */
  private void mustServeThisCluster(PostmasterFile orphan) throws IOException {
    long theirs;
    try (Connection sql = open(connection(orphan.port()).withDatabase("postgres"))) {
      theirs = systemIdentifier(sql);
    } catch (SQLException e) {
      log.atDebug()
          .addKeyValue("reason", e)
          .log("The PostgreSQL that was left running does " + "not respond");
      return;
    }
    if (theirs != folder.systemIdentifier()) {
      throw new PostgresStartException(
          "process %d claims %s but serves other data: stop that process"
              .formatted(orphan.pid(), folder.pgdata()));
    }
  }

  /** {@code pg_ctl stop}; true once the server is gone. */
  boolean control(String mode, Duration limit) throws InterruptedException {
    List<String> command =
        folder
            .owner()
            .command(
                bin.resolve("pg_ctl"),
                "stop",
                "-D",
                folder.pgdata().toString(),
                "-m",
                mode,
                "-w",
                "-t",
                Long.toString(limit.toSeconds()));
    return Tool.run(folder.root(), command).ok();
  }

  /** Starts the server and waits until it accepts connections, however long recovery takes. */
  Postmaster start(int port) throws IOException, InterruptedException {
    folder.writeSettings(
        folder.settings(), ServerSettings.text(folder, port, config.settings(), config.archived()));
    folder.writeSettings(folder.admission(), ServerSettings.ADMISSION);
    Files.deleteIfExists(folder.output());
    folder.pruneLogs();
    ServerLog since = ServerLog.fromNow(folder);
    List<String> command = new ArrayList<>(ownSession());
    if (config.yields()) {
      Tool.find("nice").ifPresent(nice -> command.addAll(List.of(nice, "-n", "19")));
    }
    command.addAll(
        folder
            .owner()
            .command(
                bin.resolve("postgres"),
                "-D",
                folder.pgdata().toString(),
                "-c",
                "config_file=" + folder.settings()));
    command.addAll(config.durable() ? ServerSettings.DURABLE : ServerSettings.DISPOSABLE);
    ProcessBuilder builder = Tool.builder(folder.root(), command);
    builder.redirectOutput(folder.output().toFile());
    strangerWithTheOldPid()
        .ifPresent(pid -> builder.environment().put("PG_GRANDPARENT_PID", Long.toString(pid)));
    Postmaster postmaster = new Postmaster(this, builder.start(), port);
    try {
      awaitReady(postmaster, since);
      return postmaster;
    } catch (InterruptedException | IOException | RuntimeException e) {
      postmaster.stop(config.stopTimeout());
      throw e;
    }
  }

  /**
   * Gives PostgreSQL a session of its own. Ctrl-C in a terminal goes to all of its foreground
   * processes, and PostgreSQL would stop while IMAS still drains. Plain macOS has perl but no
   * setsid.
   */
  private static List<String> ownSession() {
    return Tool.find("setsid")
        .map(List::of)
        .or(
            () ->
                Tool.find("perl")
                    .map(
                        p -> List.of(p, "-MPOSIX", "-e", "POSIX::setsid(); exec {$ARGV[0]} @ARGV")))
        .orElse(List.of());
  }

  /**
   * The process id of a dead server may have been reused by anything, in a container even by a
   * thread of this process. PostgreSQL would then assume that the old server still runs. This id
   * tells it otherwise, in the way that pg_ctl names its caller. PostgreSQL still checks by itself
   * whether old backends live on.
   */
  private Optional<Long> strangerWithTheOldPid() throws IOException {
    return PostmasterFile.read(folder.pgdata())
        .filter(f -> f.holder(folder.pgdata()) == PostmasterFile.Holder.STRANGER)
        .map(PostmasterFile::pid);
  }

  private void awaitReady(Postmaster postmaster, ServerLog since)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    long newsAt = began + BETWEEN_NEWS.toNanos();
    while (true) {
      boolean alive = postmaster.isAlive();
      Optional<PostmasterFile> file = PostmasterFile.read(folder.pgdata());
      if (file.isPresent() && file.get().ready() && postmaster.owns(file.get().pid())) {
        return;
      }
      if (!alive) {
        throw new PostgresStartException(
            "PostgreSQL did not start: %s (its log is in %s)"
                .formatted(since.reason(), folder.logs()));
      }
      if (System.nanoTime() - newsAt > 0) {
        newsAt += BETWEEN_NEWS.toNanos();
        log.atInfo()
            .addKeyValue("seconds", Duration.ofNanos(System.nanoTime() - began).toSeconds())
            .log("PostgreSQL recovers from a crash; IMAS waits for it");
      }
      Thread.sleep(POLL);
    }
  }

  /**
   * Checks over a connection that the port leads to this cluster, and creates the database if it is
   * missing.
   */
  void mustServe(int port) throws IOException, SQLException {
    try (Connection sql = open(connection(port).withDatabase("postgres"))) {
      if (systemIdentifier(sql) != folder.systemIdentifier()) {
        throw new PostgresStartException(
            "port " + port + " belongs to another PostgreSQL: " + "choose another port or set 0");
      }
      if (!exists(sql, DATABASE)) {
        try (Statement create = sql.createStatement()) {
          create.execute("CREATE DATABASE imas");
        }
      }
    }
  }

  private static boolean exists(Connection sql, String database) throws SQLException {
    try (PreparedStatement query =
        sql.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
      query.setString(1, database);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static long systemIdentifier(Connection sql) throws SQLException {
    try (Statement query = sql.createStatement();
        ResultSet row = query.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
      row.next();
      return row.getLong(1);
    }
  }

  static Connection open(ConnectionSettings to) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", to.user());
    properties.setProperty("password", to.password());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "60");
    properties.setProperty("sslmode", "disable");
    @Nullable Connection connection = new Driver().connect(to.jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("this is not a PostgreSQL address: " + to);
    }
    return connection;
  }
}
