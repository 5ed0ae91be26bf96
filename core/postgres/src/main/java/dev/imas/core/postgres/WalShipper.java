package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves finished WAL files from the server's spool to the archive, and writes down the time every
 * ten seconds, so that what a disaster would cost is known.
 *
 * <p>The archive may be away for as long as the spool has room. Then the oldest files are dropped:
 * the database must not stop because of its backup. What is dropped is missing from the archive
 * until the next backup, and {@link #state} says so.
 */
public final class WalShipper implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WalShipper.class);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_POINTS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration LAST_ROUND = Duration.ofSeconds(15);
  private static final int POINTS_MISSED = 3;
  private static final int MOST_POINTS = 10_000;

  private final WalSpool spool;
  private final WalArchive archive;
  private final ConnectionSettings server;
  private final String system;
  private final long most;
  private final BooleanSupplier held;
  private final InstantSource clock;
  private final Thread guardian;
  private final Thread shipping;

  /** Moments that are written down and not in the archive yet. */
  private final Deque<Point> points = new ArrayDeque<>();

  private final AtomicLong shipped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile long waiting;
  private volatile @Nullable String trouble;
  private volatile boolean needsBackup;
  private volatile Instant archivedUntil;
  private volatile Instant newest = Instant.EPOCH;
  private volatile boolean closing;
  private Instant nextPoint = Instant.MIN;
  private Instant nextLook = Instant.MIN;
  private Instant kept = Instant.EPOCH;
  private volatile boolean hasHistories;
  private boolean drops;
  private int pointsFailed;

  /** A moment, and the WAL file that holds it. */
  private record Point(Instant at, long number) {}

  /**
   * How the archive fares.
   *
   * @param held whether nothing is archived, since this is a copy that is held back
   * @param trouble why nothing can be archived now; null if it can
   * @param needsBackup whether the archive needs a backup before it can be restored whole
   * @param waiting the bytes of WAL that are not in the archive yet
   * @param lag how long ago the newest moment was that is in the archive: so much would be lost
   * @param files that were archived since the start
   * @param failures to archive since the start
   * @param dropped files since the start, for which the spool had no room
   */
  public record State(
      boolean held,
      @Nullable String trouble,
      boolean needsBackup,
      long waiting,
      Duration lag,
      long files,
      long failures,
      long dropped) {}

  /**
   * @param most the bytes of WAL that may wait
   * @param held whether nothing may leave this copy
   * @throws BackupException if the archive is that of another cluster
   */
  WalShipper(
      WalSpool spool,
      WalArchive archive,
      ConnectionSettings server,
      String system,
      long most,
      BooleanSupplier held,
      InstantSource clock) {
    this.spool = spool;
    this.archive = archive;
    this.server = server;
    this.system = system;
    this.most = most;
    this.held = held;
    this.clock = clock;
    this.archivedUntil = oldest(spool, clock.instant());
    this.guardian = Thread.ofPlatform().name("postgres-wal-spool").daemon().unstarted(this::guard);
    this.shipping = Thread.ofPlatform().name("postgres-wal-archive").daemon().unstarted(this::ship);
    if (!held.getAsBoolean()) {
      try {
        claim();
      } catch (IOException | SQLException e) {
        fails(e);
      }
    }
  }

  /** When the server finished the oldest file that still waits; now if none does. */
  private static Instant oldest(WalSpool spool, Instant now) {
    Instant oldest = now;
    try {
      for (Path file : spool.files()) {
        Instant finished = Files.getLastModifiedTime(file).toInstant();
        oldest = finished.isBefore(oldest) ? finished : oldest;
      }
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The spool of the WAL cannot be read");
    }
    return oldest;
  }

  /** Works from now on, until it is closed. */
  WalShipper start() {
    guardian.start();
    shipping.start();
    return this;
  }

  public State state() {
    return new State(
        held.getAsBoolean(),
        trouble,
        needsBackup,
        waiting,
        Duration.between(archivedUntil, clock.instant()),
        shipped.get(),
        failures.get(),
        dropped.get());
  }

  private void claim() throws IOException, SQLException {
    boolean again = spool.knows(archive.folder());
    boolean isNew = archive.system().isEmpty();
    archive.claim(system, again);
    if (!again) {
      if (!isNew) {
        // It was archived elsewhere or nowhere meanwhile.
        spool.isMissing(RecoveryPoint.number(server));
      }
      spool.remember(archive.folder());
    }
  }

  private void guard() {
    while (!closing) {
      guardOnce();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void ship() {
    while (!closing) {
      shipOnce();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    // The server has stopped, and left its last file.
    shipOnce();
  }

  /** Keeps the spool within its bound, and writes down the time when it is due. */
  void guardOnce() {
    try {
      List<Path> files = spool.files();
      long bytes = 0;
      for (Path file : files.reversed()) {
        bytes += size(file);
        if (held.getAsBoolean() || bytes > most) {
          drop(file);
        }
      }
      waiting = Math.min(bytes, most);
      if (bytes <= most) {
        drops = false;
      }
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The spool of the WAL cannot be read");
    }
    if (held.getAsBoolean()) {
      archivedUntil = clock.instant();
    } else if (!clock.instant().isBefore(nextPoint) && !closing) {
      writePoint();
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException shipped) {
      return 0;
    }
  }

  private void drop(Path file) throws IOException {
    Optional<WalSegment> segment = WalSegment.named(file.getFileName().toString());
    if (segment.isPresent()) {
      spool.isMissing(segment.get().number());
    }
    if (!Files.deleteIfExists(file) || held.getAsBoolean()) {
      return;
    }
    hasHistories = false;
    dropped.incrementAndGet();
    needsBackup = true;
    if (!drops) {
      drops = true;
      log.atError()
          .addKeyValue("file", file.getFileName())
          .addKeyValue("mostBytes", most)
          .addKeyValue("reason", trouble)
          .log(
              "WAL is dropped, since the archive takes none and the spool is full: make the archive"
                  + " work, then take a backup (imas backup)");
    }
  }

  private void writePoint() {
    // What the database keeps is no finer.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    nextPoint = now.plus(BETWEEN_POINTS);
    try {
      long number = RecoveryPoint.write(server, now);
      newest = now;
      synchronized (points) {
        if (points.size() == MOST_POINTS) {
          points.removeFirst();
        }
        points.addLast(new Point(now, number));
      }
      pointsFailed = 0;
    } catch (SQLException e) {
      // One may fail while the server stops or restarts.
      (++pointsFailed == POINTS_MISSED ? log.atWarn() : log.atDebug())
          .addKeyValue("reason", e.getMessage())
          .log("The time cannot be written down in the database");
    }
  }

  /** Moves all that is finished. */
  void shipOnce() {
    if (held.getAsBoolean()) {
      hasHistories = false;
      return;
    }
    try {
      claim();
      if (!hasHistories) {
        for (Path history : spool.histories()) {
          archive.put(history.getFileName().toString(), history);
        }
        hasHistories = true;
      }
      for (Path file : spool.files()) {
        ship(file);
      }
      if (newest.isAfter(kept)) {
        kept = newest;
        archive.keep(kept);
      }
      look();
      works();
    } catch (IOException | SQLException | BackupException e) {
      fails(e);
    }
  }

  private void ship(Path file) throws IOException {
    String name = file.getFileName().toString();
    Optional<WalSegment> segment = WalSegment.named(name);
    try {
      // The server's notes about backups, and what a timeline ended in, are of no use to a restore.
      if (segment.isPresent() || TimelineHistory.isHistory(name)) {
        archive.put(name, file);
        shipped.incrementAndGet();
      }
      Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      if (Files.exists(file)) {
        throw e;
      }
      // It was dropped meanwhile.
    }
    segment.ifPresent(one -> isArchived(one.number()));
  }

  private void isArchived(long number) {
    synchronized (points) {
      while (!points.isEmpty() && points.getFirst().number() <= number) {
        archivedUntil = points.removeFirst().at();
      }
    }
  }

  private void look() throws IOException {
    if (!clock.instant().isBefore(nextLook) || needsBackup) {
      nextLook = clock.instant().plus(BETWEEN_LOOKS);
      needsBackup = archive.backups().isEmpty() || spool.lastMissing().isPresent();
    }
  }

  private void fails(Exception failure) {
    failures.incrementAndGet();
    String reason = failure.toString();
    if (failure.getMessage() != null && failure.getClass() != NoSuchFileException.class) {
      reason = failure.getMessage();
    }
    if (trouble == null) {
      log.atWarn()
          .addKeyValue("folder", archive.folder())
          .addKeyValue("reason", reason)
          .log("WAL cannot be archived; it waits in the data folder");
    }
    trouble = reason;
  }

  private void works() {
    if (trouble != null) {
      log.atInfo().addKeyValue("folder", archive.folder()).log("WAL is archived again");
    }
    trouble = null;
  }

  /** Ships what the server has left. Close it after the server. */
  @Override
  public void close() {
    closing = true;
    if (guardian.getState() == Thread.State.NEW) {
      return;
    }
    LockSupport.unpark(guardian);
    LockSupport.unpark(shipping);
    try {
      guardian.join(LAST_ROUND);
      if (!shipping.join(LAST_ROUND)) {
        log.warn("The last WAL is not archived yet; the next start does it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
