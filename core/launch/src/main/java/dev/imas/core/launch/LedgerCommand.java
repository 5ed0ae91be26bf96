package dev.imas.core.launch;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "ledger",
    description = "The ledger, which counts every accepted alert and what became of it.",
    subcommands = LedgerCommand.Verify.class)
final class LedgerCommand {

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "verify",
      description =
          "Recounts the ledger against the stored alerts, transitions, dead letters and other"
              + " events, in one snapshot of the database. Exit code 0: it balances; 4: it does"
              + " not.")
  static final class Verify implements Callable<Integer> {

    private static final int IMBALANCED = 4;

    @ParentCommand private LedgerCommand ledger = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SQLException {
      PrintWriter out = spec.commandLine().getOut();
      try (RunningStore store =
              RunningStore.attach(StoreConfig.forCommand(ledger.imas.config), ledger.imas.signal);
          Connection connection = store.asCore()) {
        return verify(connection, out) ? 0 : IMBALANCED;
      }
    }

    /**
     * @param connection in IMAS's schema
     * @return whether it balances
     */
    static boolean verify(Connection connection, PrintWriter out) throws SQLException {
      try (Statement sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        int differences = 0;
        try (ResultSet rows = sql.executeQuery("SELECT * FROM recount_ledger()")) {
          while (rows.next()) {
            differences++;
            out.printf(
                "tenant %s source %s minute %s: %s is %s in the ledger, %s recounted%n",
                rows.getString("tenant_id"),
                rows.getString("source_id"),
                rows.getString("minute"),
                rows.getString("figure"),
                rows.getString("in_ledger"),
                rows.getString("recounted"));
          }
        }
        try (ResultSet sums = sql.executeQuery("SELECT * FROM ledger_totals()")) {
          while (sums.next()) {
            out.printf(
                "tenant %s: accepted %d = opened %d + deduplicated %d + resolved %d + reopened %d +"
                    + " suppressed %d + stale %d + dead-lettered %d + dropped %d + change %d +"
                    + " action %d%n",
                sums.getString("tenant_name"),
                sums.getLong("accepted"),
                sums.getLong("opened"),
                sums.getLong("deduplicated"),
                sums.getLong("resolved"),
                sums.getLong("reopened"),
                sums.getLong("suppressed"),
                sums.getLong("stale"),
                sums.getLong("dead_lettered"),
                sums.getLong("dropped"),
                sums.getLong("change"),
                sums.getLong("action"));
          }
        }
        try (ResultSet since =
            sql.executeQuery(
                "SELECT to_char(recounted_since() AT TIME ZONE 'UTC',"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")) {
          since.next();
          out.printf(
              "Recounted by minute since %s. What is older may have been removed"
                  + " (core.retention.transitions, core.retention.dead-letters,"
                  + " core.retention.ledger) and counts in the sums.%n",
              since.getString(1));
        }
        out.println(differences == 0 ? "The ledger balances." : differences + " differences.");
        return differences == 0;
      }
    }
  }
}
