package dev.imas.core.launch;

import dev.imas.core.platform.ProcessNotes;
import dev.imas.core.platform.RestoreReport;
import dev.imas.core.postgres.WalShipper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows how the archive of the WAL fares: by metrics, and by a note in readiness. */
final class ArchiveHealth {

  private static final long LATE_SECONDS = 300;
  private static final Duration LATE_DRILL = Duration.ofDays(35);

  private ArchiveHealth() {}

  static void show(
      WalShipper shipper,
      ArchiveKeeper keeper,
      InstantSource clock,
      MeterRegistry meters,
      Vertx vertx) {
    Gauge.builder("imas_restore_drill_age_seconds", keeper, k -> age(k.newest(), clock))
        .description("Since the last drill of a restore; -1: there was none")
        .register(meters);
    Gauge.builder("imas_restore_drill_failed", keeper, k -> hasFailed(k.newest()) ? 1 : 0)
        .description("1 if the last drill of a restore failed")
        .register(meters);
    Gauge.builder("imas_restore_drill_restore_seconds", keeper, k -> restoreSeconds(k.newest()))
        .description("How long the restore of the last drill took; 0: none came so far")
        .register(meters);
    ProcessNotes.show(vertx, "restore_drill", () -> note(keeper.newest(), clock));
    Gauge.builder("imas_wal_archive_lag_seconds", shipper, s -> s.state().lag().toMillis() / 1000.0)
        .description("How much time would be lost if the data folder were lost now")
        .register(meters);
    Gauge.builder("imas_wal_archive_waiting_bytes", shipper, s -> s.state().waiting())
        .description("WAL that waits for the archive")
        .register(meters);
    Gauge.builder("imas_wal_archive_needs_backup", shipper, s -> s.state().needsBackup() ? 1 : 0)
        .description("1 while the archive has no backup, or WAL after it is missing")
        .register(meters);
    FunctionCounter.builder("imas_wal_archive_files_total", shipper, s -> s.state().files())
        .description("WAL files that were archived")
        .register(meters);
    FunctionCounter.builder("imas_wal_archive_failures_total", shipper, s -> s.state().failures())
        .description("Attempts to archive WAL that failed")
        .register(meters);
    FunctionCounter.builder("imas_wal_archive_dropped_total", shipper, s -> s.state().dropped())
        .description("WAL files that were dropped, since the archive was away for too long")
        .register(meters);
    ProcessNotes.show(vertx, "wal_archive", () -> note(shipper.state()));
  }

  private static double age(@Nullable RestoreReport newest, InstantSource clock) {
    return newest == null ? -1 : Duration.between(newest.at(), clock.instant()).toSeconds();
  }

  private static boolean hasFailed(@Nullable RestoreReport newest) {
    return newest != null && !newest.passed();
  }

  private static double restoreSeconds(@Nullable RestoreReport newest) {
    Long millis = newest == null ? null : newest.restoreMillis();
    return millis == null ? 0 : millis / 1000.0;
  }

  /** What a drill has found is for administrators. */
  static Map<String, Object> note(@Nullable RestoreReport newest, InstantSource clock) {
    String reason = "";
    if (newest == null) {
      reason =
          "no restore was ever practised, so nobody knows whether it works: imas drill restore";
    } else if (!newest.passed()) {
      reason = "the last drill of a restore failed; its report says why";
    } else if (age(newest, clock) > LATE_DRILL.toSeconds()) {
      reason = "no restore was practised for more than 35 days: imas drill restore";
    }
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("status", reason.isEmpty() ? "healthy" : "failing");
    if (!reason.isEmpty()) {
      note.put("reason", reason);
    }
    if (newest != null) {
      note.put("at", newest.at().toString());
    }
    return note;
  }

  /** Anybody may read it, so it names no folder. */
  static Map<String, Object> note(WalShipper.State state) {
    String reason = "";
    if (state.held()) {
      reason = "this is a restored copy, which archives nothing until it is released: imas release";
    } else if (state.trouble() != null) {
      reason = "the archive takes nothing, and WAL waits in the data folder; the log says why";
    } else if (state.lag().toSeconds() > LATE_SECONDS) {
      reason = "WAL comes to the archive too late; the log of PostgreSQL may say why";
    } else if (state.needsBackup()) {
      reason = "the archive has no backup, or WAL after it is missing; take one: imas backup";
    }
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("status", reason.isEmpty() ? "healthy" : "failing");
    if (!reason.isEmpty()) {
      note.put("reason", reason);
    }
    note.put("lag_seconds", state.lag().toSeconds());
    note.put("waiting_bytes", state.waiting());
    note.put("dropped_files", state.dropped());
    return note;
  }
}
