package dev.imas.core.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates WAL files for the first storm. A new cluster has one. The session that first needs a
 * further file fills it with zeros, while all other commits wait. In a storm of new alerts that
 * took a fifth of the gateway's database time. A checkpoint renames finished files for reuse, up to
 * {@code min_wal_size}. So this class switches through as many files once.
 */
final class WalRoom {

  private static final Logger log = LoggerFactory.getLogger(WalRoom.class);

  /** How long to watch for other writers before each file. */
  private static final Duration GLANCE = Duration.ofMillis(20);

  /**
   * After other writers were seen, this many checks of a second must be quiet, since a storm has
   * pauses.
   */
  private static final int LOOKS = 5;

  private static final long QUIET_BYTES_PER_SECOND = 500_000;

  /** After this time it gives up: the first storm then creates the files itself. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int MOST_IN_SPOOL = 8;

  private WalRoom() {}

  /**
   * Runs in the background while nobody else writes much. If it fails or the process ends first,
   * the first storm creates the files.
   */
  static void makeIn(ConnectionSettings server, Optional<WalSpool> spool) {
    Thread.ofPlatform().name("postgres-wal-room").daemon().start(() -> make(server, spool));
  }

  private static void make(ConnectionSettings server, Optional<WalSpool> spool) {
    long began = System.nanoTime();
    try (Connection connection = Cluster.open(server);
        Statement sql = connection.createStatement()) {
      long files = filesToKeep(sql);
      for (long i = 1; i < files; i++) {
        if (!awaitQuiet(sql, began) || !awaitSpool(spool, began)) {
          log.debug("No WAL files were created ahead of the first storm: others kept writing");
          return;
        }
        // A switch does nothing unless there is a record in the current file.
        sql.execute("SELECT pg_logical_emit_message(false, 'imas', ''), pg_switch_wal()");
      }
      sql.execute("CHECKPOINT");
      log.atInfo()
          .addKeyValue("files", files)
          .addKeyValue("millis", (System.nanoTime() - began) / 1_000_000)
          .log("PostgreSQL has room for a storm's WAL");
    } catch (SQLException | InterruptedException e) {
      log.atDebug().setCause(e).log("No WAL files were created ahead of the first storm");
    }
  }

  /**
   * Waits until others write little, since their commits would wait for each file.
   *
   * @return false if others kept writing for too long
   */
  private static boolean awaitQuiet(Statement sql, long began)
      throws SQLException, InterruptedException {
    if (isQuiet(sql, GLANCE)) {
      return true;
    }
    int quiet = 0;
    while (quiet < LOOKS && System.nanoTime() - began < PATIENCE.toNanos()) {
      quiet = isQuiet(sql, Duration.ofSeconds(1)) ? quiet + 1 : 0;
    }
    return quiet == LOOKS;
  }

  /**
   * Waits until the archive has taken most files, since each of these goes there too.
   *
   * @return false if it took them too slowly
   */
  private static boolean awaitSpool(Optional<WalSpool> spool, long began)
      throws InterruptedException {
    try {
      while (spool.isPresent() && spool.get().files().size() > MOST_IN_SPOOL) {
        if (System.nanoTime() - began > PATIENCE.toNanos()) {
          return false;
        }
        Thread.sleep(Duration.ofSeconds(1));
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isQuiet(Statement sql, Duration look)
      throws SQLException, InterruptedException {
    long before = written(sql);
    Thread.sleep(look);
    return (written(sql) - before) * 1_000 < QUIET_BYTES_PER_SECOND * look.toMillis();
  }

  private static long written(Statement sql) throws SQLException {
    return number(sql, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  private static long filesToKeep(Statement sql) throws SQLException {
    return number(
        sql,
        "SELECT pg_size_bytes(current_setting('min_wal_size'))"
            + " / pg_size_bytes(current_setting('wal_segment_size'))");
  }

  private static long number(Statement sql, String query) throws SQLException {
    try (ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
