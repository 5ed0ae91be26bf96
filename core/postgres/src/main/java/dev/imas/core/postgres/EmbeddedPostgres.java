package dev.imas.core.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real, durable PostgreSQL in a folder, ours alone, restarted when it dies.
 *
 * <p>It runs until {@link #close}: no shutdown hook stops it, since the caller must stop it after
 * everything that still commits. If we are killed it runs on, and the next start on the same folder
 * stops it before it starts its own.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Up for so long, it counts as healthy again and the next pause is a short one. */
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  private static final int PORTS_TRIED = 10;

  /** How long the backends of a dead server may take to notice its death and leave. */
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
   * Starts the server of that folder, making it first where there is none, and returns once it
   * takes connections. Blocks, without limit while it recovers from a crash; an interrupt ends the
   * wait and stops the server.
   *
   * @throws PostgresStartException when it cannot be had; the folder is then free again
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
      Postmaster postmaster = startOnSomePort(config, cluster);
      EmbeddedPostgres server;
      try {
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
          "cannot start PostgreSQL in " + config.dataDir() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PostgresStartException("interrupted while PostgreSQL was starting", e);
    } finally {
      if (!started) {
        lock.close();
      }
    }
  }

  /**
   * Makes room for the WAL of a storm where this is the first start, in the background: gigabytes,
   * and everybody's commit waits for its part of them. So call it when the rest has started.
   */
  public void makeRoomForWal() {
    if (fresh && config.durable()) {
      WalRoom.makeIn(connection);
    }
  }

  /**
   * How to reach the server that another process runs in that folder, for a command beside it.
   *
   * @return empty when none runs there
   */
  public static Optional<ConnectionSettings> running(Path dataDir) {
    try {
      return ServerFolder.peek(dataDir.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new PostgresStartException(
          "the folder " + dataDir + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Only PostgreSQL's own bind decides whether a port is free; we merely propose. */
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
        Postmaster postmaster = cluster.start(port);
        if (config.port() == 0) {
          folder.keepPort(port);
        }
        return postmaster;
      } catch (PostgresStartException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("could not create any TCP/IP sockets")) {
          if (config.port() != 0) {
            throw new PostgresStartException(
                "port " + port + ", set for the embedded PostgreSQL, is taken: free it or set 0",
                e);
          }
          if (tried++ == PORTS_TRIED) {
            throw e;
          }
          int other = proposePort();
          log.atWarn()
              .addKeyValue("taken", port)
              .addKeyValue("port", other)
              .log("the port kept for PostgreSQL is taken; choosing another");
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

  /** Below the range from which systems take ports for outgoing connections. */
  private static int proposePort() {
    int port = 0;
    for (int i = 0; i < 100; i++) {
      port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // Taken; the next one.
      }
    }
    return port;
  }

  /** As superuser, to the database {@code imas}. The same for as long as this object lives. */
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

  /** How often it died and was brought back. */
  public int restarts() {
    return restarts.get();
  }

  /** How often bringing it back was tried in vain. */
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
      // close() wants us gone.
      log.atDebug().log("PostgreSQL is no longer supervised");
    }
  }

  /** Returns the pause before the next attempt, should it die again soon. */
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
        // On the same port, even if someone took it meanwhile: it has been handed out.
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
            .log("PostgreSQL cannot be restarted yet; trying again");
      }
    }
  }

  private void tellListeners() {
    for (Runnable listener : restartListeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a listener failed on the restart of PostgreSQL");
      }
    }
  }

  /**
   * Stops the server: fast (sessions are ended, a checkpoint written), after the stop timeout
   * immediately. Blocks until it is gone, at most some 15 seconds longer than that timeout. Calling
   * it again does nothing.
   */
  @Override
  public synchronized void close() {
    if (closing) {
      return;
    }
    closing = true;
    // An interrupted caller, too, must not leave the server behind.
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
      log.atWarn().log("interrupted while PostgreSQL was stopping; the next start finishes it");
    } catch (IOException e) {
      log.atWarn().addKeyValue("reason", e).log("something of PostgreSQL could not be deleted");
    } finally {
      lock.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
