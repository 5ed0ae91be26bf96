package dev.imas.core.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable PostgreSQL in a folder. It belongs to this process alone, which restarts it when it
 * dies.
 *
 * <p>It runs until {@link #close}. There is no shutdown hook, since the caller must stop it after
 * everything that still commits. If this process is killed, the server runs on. The next start on
 * the same folder stops it first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** After this uptime it counts as healthy, and the next pause before a restart is short again. */
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  private static final int PORTS_TRIED = 10;

  /** How long the backends of a dead server may take to notice its death and exit. */
  private static final Duration BACKENDS_LEAVE = Duration.ofSeconds(30);

  private final EmbeddedPostgresConfig config;
  private final FolderLock lock;
  private final Cluster cluster;
  private final ConnectionSettings connection;
  private final boolean fresh;
  private final Thread supervisor;
  private final List<Runnable> restartListeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger restarts = new AtomicInteger();
  private final AtomicInteger failedRestarts = new AtomicInteger();
  private volatile Postmaster postmaster;
  private volatile boolean closing;

  private EmbeddedPostgres(
      EmbeddedPostgresConfig config,
      FolderLock lock,
      Cluster cluster,
      Postmaster postmaster,
      ConnectionSettings connection,
      boolean fresh) {
    this.config = config;
    this.lock = lock;
    this.cluster = cluster;
    this.postmaster = postmaster;
    this.connection = connection;
    this.fresh = fresh;
    this.supervisor =
        Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::supervise);
  }

  /**
   * Starts the server in a folder, creates its data if there is none, and returns once it accepts
   * connections. It blocks, without a limit during crash recovery. An interrupt ends the wait and
   * stops the server.
   *
   * @throws PostgresStartException when it cannot be started; the folder is then unlocked again
   */
  public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
    long began = System.nanoTime();
    PackagedPostgres packaged = PackagedPostgres.forThisMachine();
    FolderLock lock = FolderLock.acquire(config.dataDir());
    boolean started = false;
    try {
      ServerFolder folder = ServerFolder.prepare(config.dataDir());
      Path home = packaged.unpackedIn(config.binariesDir());
      folder.owner().mustReach(home.resolve("bin").resolve("postgres"));
      Cluster cluster = new Cluster(config, folder, home);
      cluster.mustFit();
      cluster.stopOrphan();
      boolean fresh = cluster.initialise();
      if (config.archived()) {
        folder.spool().prepare(folder.owner());
      }
      Postmaster postmaster = startOnSomePort(config, cluster);
      EmbeddedPostgres server;
      try {
        if (config.port() == 0) {
          folder.keepPort(postmaster.port());
        }
        cluster.mustServe(postmaster.port());
        if (config.binariesDir().equals(folder.root())) {
          packaged.deleteOtherVersions(folder.root(), home);
        }
        server =
            new EmbeddedPostgres(
                config, lock, cluster, postmaster, cluster.connection(postmaster.port()), fresh);
      } catch (IOException | SQLException | RuntimeException e) {
        postmaster.stop(config.stopTimeout());
        throw e;
      }
      server.supervisor.start();
      started = true;
      log.atInfo()
          .addKeyValue("folder", folder.root())
          .addKeyValue("port", postmaster.port())
          .addKeyValue("user", folder.owner().name())
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL is up");
      return server;
    } catch (IOException | SQLException e) {
      throw new PostgresStartException(
          "PostgreSQL cannot be started in " + config.dataDir() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresStartException(
          "the start was interrupted while PostgreSQL was " + "starting", e);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /**
   * On the first start, creates WAL files for a storm ahead of time, in the background. These are
   * gigabytes, and commits wait while a file is written. So call it after everything else has
   * started.
   */
  public void makeRoomForWal() {
    if (fresh && config.durable()) {
      WalRoom.makeIn(
          connection, config.archived() ? Optional.of(cluster.folder().spool()) : Optional.empty());
    }
  }

  /**
   * Archives finished WAL from now on. Close the result after the server, so that the last file
   * gets there too.
   *
   * @param most the bytes of WAL that may wait for the archive
   * @param held whether nothing may leave this copy
   * @throws BackupException if the archive is that of another cluster
   */
  public WalShipper archiveTo(
      WalArchive archive, long most, BooleanSupplier held, InstantSource clock) {
    return shipper(archive, most, held, clock).start();
  }

  WalShipper shipper(WalArchive archive, long most, BooleanSupplier held, InstantSource clock) {
    if (!config.archived()) {
      throw new IllegalStateException("the server was started without an archive");
    }
    try {
      String system = Long.toUnsignedString(cluster.folder().systemIdentifier());
      return new WalShipper(
          cluster.folder().spool(), archive, connection, system, most, held, clock);
    } catch (IOException e) {
      throw new PostgresStartException(config.dataDir() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * How a command reaches the server that another process runs in this folder.
   *
   * @return empty if no server runs there
   */
  public static Optional<ConnectionSettings> running(Path dataDir) {
    try {
      return ServerFolder.peek(dataDir.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new PostgresStartException(
          "the data folder " + dataDir + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Tries ports until PostgreSQL can bind one: only its own bind decides whether a port is free.
   */
  private static Postmaster startOnSomePort(EmbeddedPostgresConfig config, Cluster cluster)
      throws IOException, InterruptedException {
    ServerFolder folder = cluster.folder();
    int port = config.port();
    if (port == 0) {
      port = folder.keptPort().orElseGet(EmbeddedPostgres::proposePort);
    }
    long patienceEnds = System.nanoTime() + BACKENDS_LEAVE.toNanos();
    for (int tried = 1; ; ) {
      try {
        return cluster.start(port);
      } catch (PostgresStartException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("could not create any TCP/IP sockets")) {
          if (config.port() != 0) {
            throw new PostgresStartException(
                "port "
                    + port
                    + ", set for the embedded PostgreSQL, is in use: free it, or "
                    + "set 0 for any free port",
                e);
          }
          if (tried++ == PORTS_TRIED) {
            throw e;
          }
          int other = proposePort();
          log.atWarn()
              .addKeyValue("taken", port)
              .addKeyValue("port", other)
              .log("The port kept for PostgreSQL is in use; another one is chosen");
          port = other;
        } else if (reason.contains("pre-existing shared memory block")
            && System.nanoTime() - patienceEnds < 0) {
          Thread.sleep(FIRST_PAUSE);
        } else {
          throw e;
        }
      }
    }
  }

  /** A free port below the range that systems use for outgoing connections. */
  private static int proposePort() {
    int port = 0;
    for (int i = 0; i < 100; i++) {
      port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // It is in use; try another.
      }
    }
    return port;
  }

  /**
   * Connects as superuser to the database {@code imas}. It stays the same as long as this object
   * lives.
   */
  public ConnectionSettings connection() {
    return connection;
  }

  /** For {@code psql -h} and for clients that can use a UNIX socket. */
  public Path socketDirectory() {
    return cluster.folder().sockets();
  }

  /** False while it is down between a death and its restart, and after {@link #close}. */
  public boolean isRunning() {
    return !closing && postmaster.isAlive();
  }

  /** How often it died and was restarted. */
  public int restarts() {
    return restarts.get();
  }

  /** How many restarts failed. */
  public int failedRestarts() {
    return failedRestarts.get();
  }

  /** Called on the supervisor's thread each time the server is back after it died. */
  public void onRestart(Runnable listener) {
    restartListeners.add(listener);
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!closing) {
        long upSince = System.nanoTime();
        int exit = postmaster.awaitExit();
        if (closing) {
          return;
        }
        if (System.nanoTime() - upSince > HEALTHY.toNanos()) {
          pause = FIRST_PAUSE;
        }
        log.atError().addKeyValue("exit", exit).log("PostgreSQL died; restarting it");
        pause = bringBack(pause);
      }
    } catch (InterruptedException e) {
      // close() ends the supervisor.
      log.atDebug().log("PostgreSQL is no longer supervised");
    }
  }

  /** Restarts the server. Returns the pause before the next restart if it dies again soon. */
  private Duration bringBack(Duration firstPause) throws InterruptedException {
    long began = System.nanoTime();
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
      try {
        // It must be the same port, since clients know it, even if another program has taken it
        // meanwhile.
        postmaster = cluster.start(connection.port());
        restarts.incrementAndGet();
        log.atWarn()
            .addKeyValue("attempts", attempt)
            .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
            .log("PostgreSQL is back");
        tellListeners();
        return pause;
      } catch (IOException | RuntimeException e) {
        failedRestarts.incrementAndGet();
        (attempt == 1 ? log.atWarn() : log.atDebug())
            .addKeyValue("reason", e.getMessage())
            .log("PostgreSQL cannot be restarted yet; the next attempt follows");
      }
    }
  }

  private void tellListeners() {
    for (Runnable listener : restartListeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("A listener for restarts of PostgreSQL failed");
      }
    }
  }

  /**
   * Stops the server in PostgreSQL's fast mode, which ends sessions and writes a checkpoint. After
   * the stop timeout it uses the immediate mode. It blocks at most some 15 seconds longer than the
   * timeout. Calling it again does nothing.
   */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    // Even an interrupted caller must not leave the server running.
    boolean interrupted = Thread.interrupted();
    long began = System.nanoTime();
    try {
      supervisor.interrupt();
      supervisor.join();
      postmaster.stop(config.stopTimeout());
      cluster.folder().release();
      log.atInfo()
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL stopped");
    } catch (InterruptedException e) {
      interrupted = true;
      log.atWarn().log("The stop of PostgreSQL was interrupted; the next start completes it");
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("reason", e)
          .log("A temporary file of PostgreSQL could not be " + "deleted");
    } finally {
      lock.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
