package dev.imas.core.launch;

import dev.imas.core.platform.ProcessNotes;
import dev.imas.core.postgres.WalShipper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows how the archive of the WAL fares: by metrics, and by a note in readiness. */
final class ArchiveHealth {

  private static final long LATE_SECONDS = 300;

  private ArchiveHealth() {}

  static void show(WalShipper shipper, MeterRegistry meters, Vertx vertx) {
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
