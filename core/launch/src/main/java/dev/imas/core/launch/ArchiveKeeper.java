package dev.imas.core.launch;

import dev.imas.core.platform.Backups;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.RestoreReport;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.BackupTaker;
import dev.imas.core.postgres.WalArchive;
import dev.imas.core.postgres.WalShipper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes backups into the archive and practises restores from it, when they are due, on a thread of
 * its own: one thing at a time. A restored copy that is held back does neither.
 */
final class ArchiveKeeper implements Backups, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ArchiveKeeper.class);

  /** A start is no time for a drill by itself: what is due since last year can wait an hour. */
  static final Duration QUIET_FIRST = Duration.ofHours(1);

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
  private static final Duration BETWEEN_WISHES = Duration.ofMinutes(10);
  private static final int KEPT = 7;
  private static final int MOST_SHOWN = 24;

  private final StoreConfig config;
  private final ArchiveConfig archiving;
  private final WalArchive archive;
  private final WalShipper shipper;
  private final InstantSource clock;
  private final Instant startedAt;
  private final Thread thread;

  private final AtomicBoolean wished = new AtomicBoolean();
  private volatile @Nullable Instant drillBegan;
  private volatile @Nullable RestoreDrill drill;
  private volatile @Nullable RestoreReport newest;
  private volatile boolean closing;
  private Instant nextBackup = Instant.MIN;
  private Instant nextDrill = Instant.MIN;

  ArchiveKeeper(
      StoreConfig config, ArchiveConfig archiving, WalShipper shipper, InstantSource clock) {
    this.config = config;
    this.archiving = archiving;
    this.archive = WalArchive.in(archiving.folder(), config.seal());
    this.shipper = shipper;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.thread = Thread.ofPlatform().name("imas-archive-keeper").daemon().unstarted(this::work);
    this.newest = readNewest();
  }

  /** Works from now on, until it is closed. */
  ArchiveKeeper start() {
    thread.start();
    return this;
  }

  private void work() {
    while (!closing) {
      try {
        workOnce();
      } catch (IOException | RuntimeException e) {
        // A folder that is away is told by the shipper.
        log.atDebug().setCause(e).log("The archive cannot be looked after now");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Does what is due. */
  void workOnce() throws IOException {
    if (RestoredCopy.isHeld(config.dataDir())) {
      wished.set(false);
      return;
    }
    Instant now = clock.instant();
    List<WalArchive.Kept> kept = archive.kept();
    if (!archiving.backupEvery().isZero()
        && !now.isBefore(nextBackup)
        && (kept.isEmpty() || isPast(kept.getFirst().endedAt(), archiving.backupEvery(), now))) {
      backUp(now);
    }
    if (!kept.isEmpty() && (wished.get() || isDrillDue(now))) {
      wished.set(false);
      practise(now);
    }
  }

  private static boolean isPast(Instant last, Duration every, Instant now) {
    return !now.isBefore(last.plus(every));
  }

  private boolean isDrillDue(Instant now) {
    RestoreReport last = newest;
    return !archiving.drillEvery().isZero()
        && !now.isBefore(startedAt.plus(QUIET_FIRST))
        && !now.isBefore(nextDrill)
        && (last == null || isPast(last.at(), archiving.drillEvery(), now));
  }

  private void backUp(Instant now) {
    try {
      BackupTaker taker =
          BackupTaker.of(config.dataDir(), config.seal())
              .orElseThrow(() -> new BackupException("PostgreSQL does not run"));
      BackupTaker.Archived taken =
          taker.takeInto(archive, KEPT, fresh -> EncryptionKey.attachTo(fresh, config.dataDir()));
      log.atInfo()
          .addKeyValue("folder", taken.folder())
          .addKeyValue("megabytes", BackupCommand.megabytes(taken.checked().bytes()))
          .log("A backup was taken and checked");
    } catch (BackupException e) {
      nextBackup = now.plus(AFTER_FAILURE);
      log.atWarn()
          .addKeyValue("reason", CommandFailure.chain(e))
          .log("No backup could be taken; it is tried again in ten minutes");
    }
  }

  private void practise(Instant now) {
    drillBegan = now;
    try {
      RestoreReport report =
          Drills.run(config, archive.folder(), null, clock, begun -> drill = begun);
      newest = report;
      log.atLevel(report.passed() ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.ERROR)
          .addKeyValue("lostSeconds", report.lostSeconds())
          .addKeyValue("restoreMillis", report.restoreMillis())
          .addKeyValue("reason", report.fault())
          .addKeyValue("findings", report.findings().size())
          .log(
              report.passed()
                  ? "A restore was practised, and all of it is well"
                  : "A restore was practised and failed: nobody can rely on this backup");
    } catch (BackupException | UncheckedIOException e) {
      nextDrill = now.plus(AFTER_FAILURE);
      if (!closing) {
        log.atWarn()
            .addKeyValue("reason", CommandFailure.chain(e))
            .log("A restore could not be practised");
      }
    } finally {
      drill = null;
      drillBegan = null;
    }
  }

  private @Nullable RestoreReport readNewest() {
    try {
      List<Drill> drills = drills(1);
      return drills.isEmpty() ? null : drills.getFirst().report();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("The reports of drills cannot be read");
      return null;
    }
  }

  /** What the newest drill has found; null if there was none. */
  @Nullable RestoreReport newest() {
    return newest;
  }

  private List<Drill> drills(int most) throws IOException {
    List<Drill> drills = new ArrayList<>();
    for (byte[] file : archive.drills(most)) {
      drills.add(
          new Drill(
              withoutFolders(
                  Json.read(new String(file, StandardCharsets.UTF_8), RestoreReport.class)),
              sha256(file)));
    }
    return drills;
  }

  /** Who may see that a drill failed need not know where the archive is. */
  private RestoreReport withoutFolders(RestoreReport report) {
    String fault = report.fault();
    return fault == null
        ? report
        : new RestoreReport(
            report.at(),
            report.passed(),
            fault.replace(archive.folder().toString(), "the archive"),
            report.backup(),
            report.restoredTo(),
            report.lostSeconds(),
            report.restoreMillis(),
            report.steps(),
            report.found(),
            report.findings());
  }

  private static String sha256(byte[] file) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Status read() throws IOException {
    WalShipper.State state = shipper.state();
    String trouble = state.trouble();
    return new Status(
        new Archive(
            state.held(),
            trouble == null ? null : trouble.replace(archive.folder().toString(), "the archive"),
            state.needsBackup(),
            config.seal().isSealing(),
            Math.max(0, state.lag().toSeconds()),
            state.waiting(),
            state.dropped()),
        archive.kept().stream().map(one -> new Kept(one.endedAt(), one.bytes())).toList(),
        drills(MOST_SHOWN),
        drillBegan,
        archiving.backupEvery(),
        archiving.drillEvery());
  }

  @Override
  public Wish wishDrill() throws IOException {
    if (RestoredCopy.isHeld(config.dataDir())) {
      return Wish.HELD;
    }
    if (archive.kept().isEmpty()) {
      return Wish.NO_BACKUP;
    }
    RestoreReport last = newest;
    if (last != null && last.passed() && clock.instant().isBefore(last.at().plus(BETWEEN_WISHES))) {
      return Wish.TOO_SOON;
    }
    return drillBegan == null && wished.compareAndSet(false, true) ? Wish.TAKEN : Wish.UNDER_WAY;
  }

  /** Ends what it does. A drill that is under way is given up, and leaves no report. */
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    RestoreDrill running = drill;
    thread.interrupt();
    try {
      if (running != null) {
        running.cancel();
      }
      if (!thread.join(ENDS_WITHIN)) {
        log.warn("A backup or a drill did not end in time");
      }
    } catch (SQLException e) {
      log.atDebug().setCause(e).log("The drill's connection cannot be closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
