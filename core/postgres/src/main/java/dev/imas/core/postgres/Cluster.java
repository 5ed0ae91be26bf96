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

/** One database cluster on the disk, and what can be done with it: make it, start it, stop it. */
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
   * Makes the cluster where there is none. Aside, then renamed: a killed initdb leaves nothing.
   *
   * @return whether there was none
   */
  boolean initialise() throws IOException, InterruptedException {
    if (folder.holdsData()) {
      return false;
    }
    log.atInfo().addKeyValue("folder", folder.pgdata()).log("Making PostgreSQL's data, once");
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
    // Nobody shall edit these in vain: the server reads those that we write beside pgdata.
    Files.delete(data.resolve("postgresql.conf"));
    Files.delete(data.resolve("pg_hba.conf"));
    Files.move(data, folder.pgdata(), StandardCopyOption.ATOMIC_MOVE);
    ServerFolder.force(folder.root());
    PackagedPostgres.delete(fresh);
    return true;
  }

  /** A data folder of another major version is not ours to touch: it needs an upgrade. */
  void mustFit() throws IOException, InterruptedException {
    Tool version =
        Tool.run(folder.root(), List.of(bin.resolve("postgres").toString(), "--version"));
    if (!version.ok()) {
      throw new PostgresStartException(
          "the packaged PostgreSQL does not run on this machine (it needs glibc): "
              + version.reason());
    }
    String packaged = version.output().replaceFirst(".* ", "");
    if (folder.holdsData() && !packaged.startsWith(folder.majorVersion() + ".")) {
      throw new PostgresStartException(
          "%s was written by PostgreSQL %s, but %s is packaged here: dump and restore it"
              .formatted(folder.pgdata(), folder.majorVersion(), packaged));
    }
  }

  /**
   * Stops a server that outlived the IMAS that started it. It is not taken over: stopped and
   * started anew it runs the binaries and settings of this version, as our own child whose death we
   * hear of at once, and no session of the killed process can commit behind our back any more.
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
        .log("a killed IMAS left its PostgreSQL running; stopping it");
    if (!control("fast", config.stopTimeout()) && !control("immediate", IMMEDIATE_STOP)) {
      throw new PostgresStartException(
          "PostgreSQL (process %d), left in %s by a killed IMAS, does not stop"
              .formatted(file.get().pid(), folder.pgdata()));
    }
  }

  /** Its command line names our folder; if it answers, its identity must be that of our data. */
  private void mustServeThisCluster(PostmasterFile orphan) throws IOException {
    long theirs;
    try (Connection sql = open(connection(orphan.port()).withDatabase("postgres"))) {
      theirs = systemIdentifier(sql);
    } catch (SQLException e) {
      log.atDebug().addKeyValue("reason", e).log("the PostgreSQL left behind does not answer");
      return;
    }
    if (theirs != folder.systemIdentifier()) {
      throw new PostgresStartException(
          "process %d claims %s, but serves other data".formatted(orphan.pid(), folder.pgdata()));
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

  /** Starts the server and waits until it takes connections, however long recovery takes. */
  Postmaster start(int port) throws IOException, InterruptedException {
    folder.writeSettings(folder.settings(), ServerSettings.text(folder, port, config.settings()));
    folder.writeSettings(folder.admission(), ServerSettings.ADMISSION);
    Files.deleteIfExists(folder.output());
    folder.pruneLogs();
    ServerLog since = ServerLog.fromNow(folder);
    List<String> command = new ArrayList<>(ownSession());
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
   * Ctrl-C in a terminal goes to all of its foreground processes, and PostgreSQL would stop on it
   * while we still drain: so it gets a session of its own. Stock macOS has perl but no setsid.
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
   * The id of a dead server may by now be that of anything, in a container even of one of our own
   * threads. PostgreSQL then believes that it still runs, unless told, as pg_ctl tells it of its
   * caller, that this id is no server; whether backends live on it still finds out by itself.
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
            .log("PostgreSQL is recovering…");
      }
      Thread.sleep(POLL);
    }
  }

  /** Through the front door: the port leads to this very cluster, and our database is in it. */
  void mustServe(int port) throws IOException, SQLException {
    try (Connection sql = open(connection(port).withDatabase("postgres"))) {
      if (systemIdentifier(sql) != folder.systemIdentifier()) {
        throw new PostgresStartException("port " + port + " leads to another PostgreSQL");
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
      throw new SQLException("not an address for PostgreSQL: " + to);
    }
    return connection;
  }
}
