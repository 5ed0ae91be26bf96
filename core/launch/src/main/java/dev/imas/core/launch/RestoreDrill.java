package dev.imas.core.launch;

import dev.imas.core.postgres.BackupSeal;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.core.postgres.Recovery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Restores a backup into a folder that is thrown away, starts a server on it, and reads what a
 * person would miss first. It says how long each step takes, since that is how long a real restore
 * would.
 */
final class RestoreDrill {

  private static final String INDEXES =
      """
      SELECT c.oid, c.oid::regclass::text
        FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_am m ON m.oid = c.relam
       WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind = 'i' AND m.amname = 'btree' AND x.indisvalid
       ORDER BY 2\
      """;

  private static final String CONTENTS =
      """
      SELECT (SELECT count(*) FROM imas.incident), (SELECT count(*) FROM imas.alert_state),
             (SELECT to_char(max(a.last_seen) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM imas.alert_state a)\
      """;

  private final Path backup;
  private final Path scratch;
  private final Path binaries;
  private final BackupSeal seal;
  private final PrintWriter out;

  /**
   * @param scratch an empty folder that the server's user can reach
   */
  RestoreDrill(Path backup, Path scratch, Path binaries, BackupSeal seal, PrintWriter out) {
    this.backup = backup;
    this.scratch = scratch;
    this.binaries = binaries;
    this.seal = seal;
    this.out = out;
  }

  /**
   * @return whether everything was found as it should be
   * @throws dev.imas.core.postgres.BackupException if the backup is damaged
   */
  boolean run() throws SQLException {
    long begun = System.nanoTime();
    Recovery.Restored restored =
        Recovery.from(backup, binaries, seal).into(scratch, null, () -> {});
    say(
        "Checked, unpacked and recovered %,d files, and %,d of the WAL",
        begun, restored.found().checked().files(), restored.found().files());
    long unpacked = System.nanoTime();
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(EmbeddedPostgresConfig.in(scratch).withBinariesDir(binaries));
        Connection connection =
            DriverManager.getConnection(
                server.connection().jdbcUrl(),
                server.connection().user(),
                server.connection().password())) {
      say("Started the server", unpacked);
      say("A restore takes this long (RTO)", begun);
      RestoreCommand.sayHowFar(out, restored, null);
      boolean whole = indexesAreWhole(connection);
      contents(connection);
      connection.setSchema("imas");
      return LedgerCommand.Verify.verify(connection, out) && whole;
    }
  }

  private boolean indexesAreWhole(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    List<String> damaged = new ArrayList<>();
    int checked = 0;
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE EXTENSION IF NOT EXISTS amcheck");
      for (String[] index : indexes(sql)) {
        checked++;
        try {
          sql.execute("SELECT bt_index_check(" + index[0] + ", true)");
        } catch (SQLException e) {
          damaged.add(index[1] + ": " + e.getMessage());
        }
      }
    }
    say("Compared %,d indexes with their tables", begun, checked);
    damaged.forEach(index -> out.println("damaged: " + index));
    return damaged.isEmpty();
  }

  private static List<String[]> indexes(Statement sql) throws SQLException {
    List<String[]> indexes = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(INDEXES)) {
      while (rows.next()) {
        indexes.add(new String[] {rows.getString(1), rows.getString(2)});
      }
    }
    return indexes;
  }

  private void contents(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(CONTENTS)) {
      row.next();
      String newest = row.getString(3);
      out.printf(
          "Incidents: %,d. Alerts: %,d.%s%n",
          row.getLong(1),
          row.getLong(2),
          newest == null ? "" : " The newest alert in the backup is of " + newest + ".");
    }
  }

  private void say(String what, long since, Object... values) {
    double seconds = Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0;
    out.printf("%s: %s s%n", what.formatted(values), String.format(Locale.ROOT, "%.1f", seconds));
  }
}
