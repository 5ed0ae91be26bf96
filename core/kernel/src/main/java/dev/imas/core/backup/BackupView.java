package dev.imas.core.backup;

import dev.imas.core.platform.Backups;
import dev.imas.core.platform.RestoreReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The backups as the API shows them.
 *
 * @param isOwn whether the database is this process's own; otherwise it is backed up by its own
 *     tools, and nothing else here says anything
 * @param drillLateAfterSeconds how old the newest drill may be
 */
record BackupView(
    boolean isOwn,
    Backups.@Nullable Archive archive,
    List<Kept> backups,
    List<Drill> drills,
    @Nullable Instant drillBeganAt,
    long backupEverySeconds,
    long drillEverySeconds,
    long drillLateAfterSeconds) {

  /** A month, and some days to look at it. */
  private static final Duration LATE = Duration.ofDays(35);

  static final BackupView OF_OTHERS =
      new BackupView(false, null, List.of(), List.of(), null, 0, 0, LATE.toSeconds());

  /**
   * @param drilledAt when a drill restored it last; null: none has
   * @param drillPassed null: none has
   */
  record Kept(
      Instant takenAt, long bytes, @Nullable Instant drilledAt, @Nullable Boolean drillPassed) {}

  /** A report, and the hash of its file in the archive. */
  record Drill(
      Instant at,
      boolean passed,
      @Nullable String fault,
      @Nullable Instant backup,
      @Nullable Instant restoredTo,
      @Nullable Long lostSeconds,
      @Nullable Long restoreMillis,
      List<RestoreReport.Step> steps,
      RestoreReport.Found found,
      List<String> findings,
      String sha256) {

    static Drill of(Backups.Drill drill) {
      RestoreReport it = drill.report();
      return new Drill(
          it.at(),
          it.passed(),
          it.fault(),
          it.backup(),
          it.restoredTo(),
          it.lostSeconds(),
          it.restoreMillis(),
          it.steps(),
          it.found(),
          it.findings(),
          drill.sha256());
    }
  }

  static BackupView of(Backups.Status status) {
    return new BackupView(
        true,
        status.archive(),
        status.backups().stream().map(one -> kept(one, status.drills())).toList(),
        status.drills().stream().map(Drill::of).toList(),
        status.drillBegan(),
        status.backupEvery().toSeconds(),
        status.drillEvery().toSeconds(),
        LATE.toSeconds());
  }

  private static Kept kept(Backups.Kept backup, List<Backups.Drill> drills) {
    Optional<RestoreReport> last =
        drills.stream()
            .map(Backups.Drill::report)
            .filter(one -> backup.takenAt().equals(one.backup()))
            .findFirst();
    return new Kept(
        backup.takenAt(),
        backup.bytes(),
        last.map(RestoreReport::at).orElse(null),
        last.map(RestoreReport::passed).orElse(null));
  }
}
