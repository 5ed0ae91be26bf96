package dev.imas.core.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup, and the WAL after it, into a data folder that has no database. The server
 * replays the WAL here and begins a new timeline, so that the copy never overwrites what the
 * original archives.
 */
public final class Recovery {

  /** PostgreSQL does not read "Z" where it has not read its time zones yet. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

  private final Path from;
  private final Path binaries;

  private final BackupSeal seal;
  private final boolean yields;

  private Recovery(Path from, Path binaries, BackupSeal seal, boolean yields) {
    this.from = from;
    this.binaries = binaries;
    this.seal = seal;
    this.yields = yields;
  }

  /**
   * @param from the folder of a backup, or of an archive, whose newest backup is taken
   * @param binaries where the server's programs are unpacked
   * @param seal opens what is encrypted
   */
  public static Recovery from(Path from, Path binaries, BackupSeal seal) {
    return new Recovery(from, binaries, seal, false);
  }

  /** The same, and its server leaves the processor to others. */
  public Recovery yielding() {
    return new Recovery(from, binaries, seal, true);
  }

  /**
   * How much room a restore of all that there is takes.
   *
   * @throws BackupException that names what is damaged or missing
   */
  public long bytes() {
    try {
      RecoveryPlan plan = RecoveryPlan.of(from, null, seal);
      long files = plan.manifest().files().values().stream().mapToLong(one -> one.size()).sum();
      return files + plan.wal().size() * WalSegment.BYTES;
    } catch (IOException e) {
      throw new BackupException(from + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * What was checked.
   *
   * @param backup the folder of the backup
   * @param files of the WAL after it
   */
  public record Found(Path backup, Backup.Checked checked, int files) {}

  /**
   * What was restored.
   *
   * @param timeline that the copy has begun
   * @param point the newest moment in it; empty if the original has written none
   * @param newest the newest moment of the original that was known when the restore began; empty if
   *     none was
   */
  public record Restored(
      Found found, int timeline, Optional<Instant> point, Optional<Instant> newest) {}

  /**
   * Reads all that a restore would read.
   *
   * @param moment until which would be restored; null for all that there is
   * @throws BackupException that names what is damaged or missing
   */
  public Found check(@Nullable Instant moment) {
    try {
      RecoveryPlan plan = RecoveryPlan.of(from, moment, seal);
      Backup.Checked checked = Backup.in(plan.backup(), seal).check();
      plan.checkWal().ifPresent(Recovery::fail);
      return new Found(plan.backup(), checked, plan.wal().size());
    } catch (IOException e) {
      throw new BackupException(from + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void fail(String damage) {
    throw new BackupException(damage);
  }

  /**
   * Restores it. Until all of it is done, there is no database in the folder.
   *
   * @param moment until which is restored; null for all that there is
   * @param first runs when all of it is restored, before there is a database in the folder
   * @throws BackupException that says what is damaged, missing or in the way
   */
  public Restored into(Path dataDir, @Nullable Instant moment, Runnable first) {
    try (FolderLock lock = FolderLock.acquire(dataDir)) {
      ServerFolder to = ServerFolder.prepare(dataDir);
      if (Files.exists(to.pgdata())) {
        throw new BackupException(
            to.pgdata() + " exists; restore to another data folder, or move this one away first");
      }
      RecoveryPlan plan = RecoveryPlan.of(from, moment, seal);
      // Before it takes its time: the original may be at work, and write down more meanwhile.
      Optional<Instant> newest = plan.archive() == null ? Optional.empty() : plan.archive().point();
      // A killed restore leaves what the next start here deletes.
      Path scratch = Files.createTempDirectory(to.root(), "initdb-");
      ServerOwner.letOthersIn(scratch);
      try {
        Restored restored = recover(plan, scratch, moment, newest);
        ServerFolder recovered = ServerFolder.prepare(scratch);
        to.keepPassword(recovered.password());
        first.run();
        Files.move(recovered.pgdata(), to.pgdata());
        ServerFolder.force(to.root());
        return restored;
      } finally {
        PackagedPostgres.delete(scratch);
      }
    } catch (IOException | SQLException e) {
      throw new BackupException(
          "the backup cannot be restored to " + dataDir + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException("the restore was interrupted", e);
    }
  }

  private Restored recover(
      RecoveryPlan plan, Path scratch, @Nullable Instant moment, Optional<Instant> newest)
      throws IOException, SQLException, InterruptedException {
    Backup.Checked checked = Backup.in(plan.backup(), seal).restoreTo(scratch);
    ServerFolder folder = ServerFolder.prepare(scratch);
    Path wal = Files.createDirectory(folder.root().resolve("wal"));
    folder.owner().own(wal);
    Optional<String> damage = plan.unpackWal(wal, folder.owner());
    if (moment == null) {
      damage.ifPresent(Recovery::fail);
    }
    Path signal = Files.createFile(folder.pgdata().resolve("recovery.signal"));
    folder.owner().own(signal);
    EmbeddedPostgresConfig config =
        EmbeddedPostgresConfig.in(scratch)
            .withBinariesDir(binaries)
            .withSettings(settings(wal, plan.history().timeline(), moment));
    try (EmbeddedPostgres server = EmbeddedPostgres.start(yields ? config.yielding() : config)) {
      return new Restored(
          new Found(plan.backup(), checked, plan.wal().size()),
          RecoveryPoint.now(server.connection()).timeline(),
          RecoveryPoint.read(server.connection()),
          newest);
    } catch (PostgresStartException e) {
      throw new BackupException(reason(e, plan, damage, moment), e);
    }
  }

  private static String reason(
      PostgresStartException e,
      RecoveryPlan plan,
      Optional<String> damage,
      @Nullable Instant moment) {
    if (!String.valueOf(e.getMessage()).contains("before configured recovery target was reached")) {
      return plan.backup() + " cannot be recovered: " + e.getMessage();
    }
    return damage.orElse(
        "nothing was committed after " + moment + "; to restore all that there is, leave out --to");
  }

  private static Map<String, String> settings(Path wal, int timeline, @Nullable Instant moment) {
    String file = "'" + wal.toString().replace("'", "'\\''").replace("%", "%%") + "/'%f";
    Map<String, String> settings = new HashMap<>();
    settings.put("restore_command", "test -f " + file + " && cp " + file + " \"%p\"");
    settings.put("recovery_target_timeline", Integer.toString(timeline));
    settings.put("hot_standby", "off");
    // The next start archives what this one writes, with the history of the new timeline.
    settings.put("archive_mode", "on");
    if (moment != null) {
      settings.put("recovery_target_time", TIME.format(moment));
      settings.put("recovery_target_action", "promote");
    }
    return settings;
  }
}
