package dev.imas.core.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for the WAL of the first storm. A new cluster has one WAL file; each further one is filled
 * with zeros by the session that needs it first, while everybody else's commit waits: in a storm of
 * new alerts that took a fifth of the gateway's sessions' time. Files that a checkpoint finds
 * finished are renamed for reuse, up to {@code min_wal_size}, so that many are gone through once.
 */
final class WalRoom {

  private static final Logger log = LoggerFactory.getLogger(WalRoom.class);

  private WalRoom() {}

  /** In the background. Where it fails, or the process ends before, the first storm makes it. */
  static void makeIn(ConnectionSettings server) {
    Thread.ofPlatform().name("postgres-wal-room").daemon().start(() -> make(server));
  }

  private static void make(ConnectionSettings server) {
    long began = System.nanoTime();
    try (Connection connection = Cluster.open(server);
        Statement sql = connection.createStatement()) {
      long files = filesToKeep(sql);
      for (long i = 1; i < files; i++) {
        long step = System.nanoTime();
        // Without a record, a switch has nothing to switch from.
        sql.execute("SELECT pg_logical_emit_message(false, 'imas', ''), pg_switch_wal()");
        // As long as it took: alerts come in meanwhile, and whose commit waited goes before the
        // next file.
        TimeUnit.NANOSECONDS.sleep(System.nanoTime() - step);
      }
      sql.execute("CHECKPOINT");
      log.atInfo()
          .addKeyValue("files", files)
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL has room for a storm's WAL");
    } catch (SQLException | InterruptedException e) {
      log.atDebug().setCause(e).log("No room was made for the WAL of the first storm");
    }
  }

  private static long filesToKeep(Statement sql) throws SQLException {
    try (ResultSet row =
        sql.executeQuery(
            "SELECT pg_size_bytes(current_setting('min_wal_size'))"
                + " / pg_size_bytes(current_setting('wal_segment_size'))")) {
      row.next();
      return row.getLong(1);
    }
  }
}
