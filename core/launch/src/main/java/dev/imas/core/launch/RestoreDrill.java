package dev.imas.core.launch;

import dev.imas.core.chain.ChainFinding;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.RestoreReport;
import dev.imas.core.platform.RestoreReport.Found;
import dev.imas.core.platform.RestoreReport.Step;
import dev.imas.core.platform.RestoreReport.Work;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.BackupSeal;
import dev.imas.core.postgres.EmbeddedPostgres;
import dev.imas.core.postgres.EmbeddedPostgresConfig;
import dev.imas.core.postgres.PostgresStartException;
import dev.imas.core.postgres.Recovery;
import dev.imas.core.postgres.WalArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Restores a backup into a folder that is thrown away, starts a server on it, and reads what a
 * person would miss first. It says how long each step takes, since that is how long a real restore
 * would.
 */
final class RestoreDrill {

  /** Beside what is restored, so that the drill fills no disk. */
  private static final long SPARE = 256L << 20;

  private static final int MOST_SECRETS = 100;

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

  private static final String SECRETS =
      "SELECT tenant_id, id, secrets_enc FROM provider WHERE secrets_enc IS NOT NULL LIMIT "
          + MOST_SECRETS;

  private final Path backup;
  private final Path scratch;
  private final Path binaries;
  private final BackupSeal seal;
  private final Function<Path, Optional<SecretBox>> key;
  private final PrintWriter out;

  private final List<Step> steps = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private Recovery.@Nullable Restored restored;
  private @Nullable Long restoreMillis;
  private Found found = Found.NOTHING;
  private volatile @Nullable Connection reading;
  private volatile boolean cancelled;

  /**
   * @param scratch an empty folder that the server's user can reach
   * @param key finds the key that opens the secrets of a backup in a folder; empty: it is not here
   */
  RestoreDrill(
      Path backup,
      Path scratch,
      Path binaries,
      BackupSeal seal,
      Function<Path, Optional<SecretBox>> key,
      PrintWriter out) {
    this.backup = backup;
    this.scratch = scratch;
    this.binaries = binaries;
    this.seal = seal;
    this.key = key;
    this.out = out;
  }

  /**
   * Ends it soon, from another thread, which interrupts its own besides.
   *
   * @throws SQLException never, unless the driver knows no abort
   */
  void cancel() throws SQLException {
    cancelled = true;
    Connection open = reading;
    if (open != null) {
      open.abort(Runnable::run);
    }
  }

  /**
   * Runs it once. What cannot be restored is no failure, but what the report says.
   *
   * @throws BackupException if it was cancelled
   */
  RestoreReport run(Instant now) {
    String fault = null;
    try {
      mustHaveRoom();
      restore();
    } catch (BackupException
        | PostgresStartException
        | SQLException
        | IOException
        | UncheckedIOException e) {
      fault = CommandFailure.chain(e);
    }
    if (cancelled) {
      throw new BackupException("the drill was cancelled");
    }
    Instant point = restored == null ? null : restored.point().orElse(null);
    Instant newest = restored == null ? null : restored.newest().orElse(null);
    return new RestoreReport(
        now,
        fault == null && findings.isEmpty(),
        fault,
        restored == null ? null : WalArchive.endOf(restored.found().backup()).orElse(null),
        point,
        point == null || newest == null
            ? null
            : Math.max(0, Duration.between(point, newest).toSeconds()),
        restoreMillis,
        steps,
        found,
        findings);
  }

  private void mustHaveRoom() throws IOException {
    long needed = Recovery.from(backup, binaries, seal).bytes() + SPARE;
    long free = Files.getFileStore(scratch).getUsableSpace();
    if (free < needed) {
      throw new BackupException(
          String.format(
              Locale.ROOT,
              "there is no room for a drill: it needs %,d MB in %s, and %,d MB are free",
              BackupCommand.megabytes(needed),
              scratch,
              BackupCommand.megabytes(free)));
    }
  }

  private void restore() throws SQLException {
    long begun = System.nanoTime();
    Recovery.Restored done =
        Recovery.from(backup, binaries, seal).yielding().into(scratch, null, () -> {});
    restored = done;
    did(
        Work.RESTORE,
        begun,
        "Checked, unpacked and recovered %,d files, and %,d of the WAL",
        done.found().checked().files(),
        done.found().files());
    found = new Found(done.found().checked().files(), done.found().files(), 0, 0, 0, 0, 0);
    long unpacked = System.nanoTime();
    try (EmbeddedPostgres server =
            EmbeddedPostgres.start(
                EmbeddedPostgresConfig.in(scratch).withBinariesDir(binaries).yielding());
        Connection connection =
            DriverManager.getConnection(
                server.connection().jdbcUrl(),
                server.connection().user(),
                server.connection().password())) {
      reading = connection;
      did(Work.START, unpacked, "Started the server");
      restoreMillis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      say("A restore takes this long (RTO)", restoreMillis);
      RestoreCommand.sayHowFar(out, done, null);
      read(connection, done);
    }
  }

  private void read(Connection connection, Recovery.Restored done) throws SQLException {
    connection.setSchema("imas");
    int indexes = indexes(connection);
    long[] counts = contents(connection);
    ledger(connection);
    long entries = audit(connection);
    int secrets = secrets(connection, done.found().backup());
    found =
        new Found(found.files(), found.walFiles(), counts[0], counts[1], indexes, entries, secrets);
  }

  private int indexes(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    int checked = 0;
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE EXTENSION IF NOT EXISTS amcheck SCHEMA public");
      for (String[] index : indexes(sql)) {
        checked++;
        try {
          sql.execute("SELECT public.bt_index_check(" + index[0] + ", true)");
        } catch (SQLException e) {
          finding("damaged: " + index[1] + ": " + e.getMessage());
        }
      }
    }
    did(Work.INDEXES, begun, "Compared %,d indexes with their tables", checked);
    return checked;
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

  private long[] contents(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(CONTENTS)) {
      row.next();
      String newest = row.getString(3);
      long incidents = row.getLong(1);
      long alerts = row.getLong(2);
      out.printf(
          "Incidents: %,d. Alerts: %,d.%s%n",
          incidents,
          alerts,
          newest == null ? "" : " The newest alert in the backup is of " + newest + ".");
      return new long[] {incidents, alerts};
    }
  }

  private void ledger(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    if (!LedgerCommand.Verify.verify(connection, out)) {
      finding("the ledger does not balance");
    }
    did(Work.LEDGER, begun, "Recounted the ledger");
  }

  /** In the snapshot that the ledger was recounted in. */
  private long audit(Connection connection) throws SQLException {
    long begun = System.nanoTime();
    long entries = 0;
    for (Map.Entry<UUID, String> tenant : AuditCommand.tenants(connection, null).entrySet()) {
      AuditCheck check =
          new AuditCheck(
              connection,
              tenant.getKey(),
              null,
              wrong -> {
                // Nobody seals in a copy, so what waited in the moment of the backup still waits.
                if (wrong.kind() != ChainFinding.Kind.ENTRY_WAITS) {
                  finding(
                      "audit of %s, number %d: %s"
                          .formatted(tenant.getValue(), wrong.number(), wrong.detail()));
                }
              });
      try {
        entries += check.run(List.of(), false).entries();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    did(Work.AUDIT, begun, "Compared %,d entries of the audit with their seals", entries);
    return entries;
  }

  /** A copy that cannot open them starts, and can call nobody. */
  private int secrets(Connection connection, Path from) throws SQLException {
    long begun = System.nanoTime();
    int opened = 0;
    Optional<SecretBox> box = key.apply(from);
    try (Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(SECRETS)) {
      while (rows.next()) {
        UUID id = rows.getObject("id", UUID.class);
        if (box.isEmpty()) {
          finding(
              "the encryption key is neither beside the backup nor here, so a copy could call"
                  + " nobody");
          break;
        }
        try {
          TenantId tenant = new TenantId(rows.getObject("tenant_id", UUID.class));
          box.get().open(rows.getBytes("secrets_enc"), ProviderKind.sealedFor(tenant, id));
          opened++;
        } catch (IllegalStateException e) {
          finding("the encryption key does not open the secrets of provider " + id);
        }
      }
    }
    did(Work.SECRETS, begun, "Opened %,d secrets of providers", opened);
    return opened;
  }

  private void finding(String what) {
    findings.add(what);
    out.println(what);
  }

  private void did(Work work, long since, String what, Object... values) {
    long millis = Duration.ofNanos(System.nanoTime() - since).toMillis();
    steps.add(new Step(work.wireName(), millis));
    say(what.formatted(values), millis);
  }

  private void say(String what, long millis) {
    out.printf("%s: %s s%n", what, String.format(Locale.ROOT, "%.1f", millis / 1000.0));
  }
}
