package dev.imas.core.launch;

import dev.imas.core.chain.ChainFinding;
import dev.imas.core.chain.Checkpoint;
import dev.imas.core.chain.CheckpointKey;
import dev.imas.core.chain.NoteLines;
import dev.imas.core.chain.SignedNote;
import dev.imas.core.platform.ChainFiles;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "The audit, and the chain that seals it.",
    subcommands = {
      AuditCommand.Verify.class,
      AuditCommand.Key.class,
      AuditCommand.Continue.class,
      AuditCommand.SealLate.class
    })
final class AuditCommand {

  private static final int FINDINGS = 1;
  private static final int NOT_CHECKED = 2;

  /** The rest is only counted. */
  private static final int MOST_SHOWN = 1_000;

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "verify",
      description =
          "Checks each entry of the audit against its seal, the seals against each other, and the"
              + " chain against its checkpoints. It only reads, and IMAS may keep running. Exit"
              + " code 0: all is as it was sealed; 1: there are findings; 2: it could not be"
              + " checked.")
  static final class Verify implements Callable<Integer> {

    @ParentCommand private AuditCommand audit = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        description = "The name or the id of one tenant. Default: all of them.")
    private @Nullable String tenant;

    @Option(
        names = "--since-checkpoint",
        paramLabel = "FILE",
        description =
            "Checkpoints that you have kept outside of the database. The chain must have each of"
                + " them, and is checked from the newest one.")
    private @Nullable Path since;

    @Option(
        names = "--full",
        description = "Checks everything, also what comes before that checkpoint.")
    private boolean full;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        description =
            "The public key of the checkpoints, as imas audit key prints it. Default: that of"
                + " core.audit.key-file, if it is here.")
    private @Nullable Path keyFile;

    private long findings;

    @Override
    public Integer call() {
      StoreConfig store = StoreConfig.forCommand(audit.imas.config);
      ChainFiles files = audit.files();
      try (RunningStore running = RunningStore.attach(store, audit.imas.signal);
          Connection connection = running.asCore()) {
        check(connection, files);
      } catch (SQLException | IOException | RuntimeException e) {
        // Whatever it was: one may take exit code 1 for findings.
        throw new CommandFailure(NOT_CHECKED, "It cannot be checked: " + CommandFailure.chain(e));
      }
      return findings == 0 ? CommandLine.ExitCode.OK : FINDINGS;
    }

    private void check(Connection connection, ChainFiles files) throws SQLException, IOException {
      PrintWriter out = spec.commandLine().getOut();
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      CheckpointKey key = key(files);
      if (key == null) {
        out.println("There is no key here, so signatures are not checked; name it with --key.");
      }
      List<Path> outside = new ArrayList<>();
      if (since != null) {
        outside.add(since);
      }
      if (Files.exists(files.last())) {
        outside.add(files.last());
      }
      for (Map.Entry<UUID, String> one : tenants(connection, tenant).entrySet()) {
        long before = findings;
        AuditCheck.Checked checked =
            new AuditCheck(
                    connection, one.getKey(), key, finding -> show(out, one.getValue(), finding))
                .run(outside, since != null && !full);
        if (checked.last() > 0 || findings > before) {
          out.printf(
              "tenant %s: %,d entries checked, seals %d to %d, %,d checkpoints%s: %s%n",
              one.getValue(),
              checked.entries(),
              checked.from(),
              checked.last(),
              checked.checkpoints(),
              checked.erased() == 0
                  ? ""
                  : String.format(", a person erased from %,d entries", checked.erased()),
              findings == before ? "no findings" : (findings - before) + " findings");
        }
      }
      if (findings > MOST_SHOWN) {
        out.println((findings - MOST_SHOWN) + " more findings are not shown.");
      }
    }

    private @Nullable CheckpointKey key(ChainFiles files) throws IOException {
      Path file = keyFile == null ? files.key() : keyFile;
      return keyFile == null && !Files.exists(file) ? null : parsed(file);
    }

    private void show(PrintWriter out, String name, ChainFinding finding) {
      findings++;
      if (findings <= MOST_SHOWN) {
        out.printf(
            "%s tenant %s number %d entry %s: %s%n",
            finding.kind(),
            name,
            finding.number(),
            finding.entry() == null ? "-" : finding.entry(),
            finding.detail());
      }
    }
  }

  @Command(
      name = "key",
      description = "Prints the public key of the checkpoints, which others need to verify them.")
  static final class Key implements Callable<Integer> {

    @ParentCommand private AuditCommand audit = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      LogSetup.forCommand();
      spec.commandLine().getOut().print(parsed(audit.files().key()).publicPem());
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
  }

  @Command(
      name = "continue",
      description =
          "Lets the chain of a tenant be sealed further, after a restore has lost seals that a"
              + " checkpoint has. What is lost is written to the audit, and stays a finding"
              + " wherever that checkpoint is compared.")
  static final class Continue implements Callable<Integer> {

    @ParentCommand private AuditCommand audit = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        required = true,
        description = "The tenant's name or id.")
    private String tenant = "";

    @Override
    public Integer call() throws SQLException, IOException {
      StoreConfig store = StoreConfig.forCommand(audit.imas.config);
      Path last = audit.files().last();
      try (RunningStore running = RunningStore.attach(store, audit.imas.signal);
          Connection connection = running.asCore()) {
        UUID id = tenants(connection, tenant).keySet().iterator().next();
        List<SignedNote> notes = notes(last);
        Checkpoint lost =
            notes.stream()
                .map(SignedNote::checkpoint)
                .filter(one -> one.tenant().equals(id))
                .findFirst()
                .orElseThrow(
                    () ->
                        new CommandFailure(
                            NOT_CHECKED, "no checkpoint of this tenant is known in " + last));
        if (agrees(connection, lost)) {
          throw new CommandFailure(
              NOT_CHECKED,
              "the chain has the last checkpoint, number " + lost.number() + ": nothing is lost");
        }
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("lost_checkpoint", lost.number());
        after.put("hash", lost.link().toString());
        after.put("at", lost.at().toString());
        record(connection, "audit.continue", after);
        keep(last, notes.stream().filter(one -> !one.checkpoint().tenant().equals(id)).toList());
        spec.commandLine()
            .getOut()
            .println(
                "The chain goes on without what checkpoint "
                    + lost.number()
                    + " of "
                    + lost.at()
                    + " has.");
      }
      return CommandLine.ExitCode.OK;
    }

    private static List<SignedNote> notes(Path file) throws IOException {
      if (!Files.exists(file)) {
        return List.of();
      }
      try (Stream<String> lines = Files.lines(file)) {
        return NoteLines.all(lines);
      }
    }

    private static boolean agrees(Connection connection, Checkpoint lost) throws SQLException {
      List<ChainFinding> findings = new ArrayList<>();
      connection.setAutoCommit(false);
      new AuditCheck(connection, lost.tenant(), null, findings::add).compare(lost);
      connection.setAutoCommit(true);
      return findings.isEmpty();
    }

    private static void keep(Path file, List<SignedNote> notes) throws IOException {
      StringBuilder text = new StringBuilder();
      notes.forEach(note -> text.append(note.text()).append('\n'));
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Command(
      name = "seal-late",
      description =
          "Has entries sealed that imas audit verify reports as not sealed, since a process of an"
              + " older version wrote them during an upgrade. They are marked as late, and the"
              + " audit says how many there were. Look at them first: somebody else may have added"
              + " them.")
  static final class SealLate implements Callable<Integer> {

    @ParentCommand private AuditCommand audit = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        required = true,
        description = "The tenant's name or id.")
    private String tenant = "";

    @Override
    public Integer call() throws SQLException {
      StoreConfig store = StoreConfig.forCommand(audit.imas.config);
      try (RunningStore running = RunningStore.attach(store, audit.imas.signal);
          Connection connection = running.asCore()) {
        enter(connection, tenants(connection, tenant).keySet().iterator().next());
        connection.setAutoCommit(false);
        long late;
        try (PreparedStatement sql = connection.prepareStatement("SELECT seal_audit_late()");
            ResultSet row = sql.executeQuery()) {
          row.next();
          late = row.getLong(1);
        }
        if (late > 0) {
          record(connection, "audit.seal_late", Map.of("entries", late));
        }
        connection.commit();
        spec.commandLine().getOut().println(late + " entries wait for a late seal.");
      }
      return CommandLine.ExitCode.OK;
    }
  }

  /** From here on the connection sees this tenant's rows. */
  static void enter(Connection connection, UUID tenant) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement("SELECT set_config('imas.tenant', ?, false)")) {
      sql.setString(1, tenant.toString());
      sql.execute();
    }
  }

  /** As core writes an entry: with what waits for its seal. */
  private static void record(Connection connection, String action, Map<String, Object> after)
      throws SQLException {
    Map<String, Object> all = new LinkedHashMap<>(after);
    all.put("by", String.valueOf(System.getProperty("user.name")));
    try (PreparedStatement sql =
        connection.prepareStatement(
            """
            WITH entry AS (
              INSERT INTO audit_entry (tenant_id, id, at, actor_kind, via, action, subject_kind, after)
              VALUES (current_tenant(), uuidv7(), clock_timestamp(), 'system', 'command', ?, 'audit', ?::jsonb)
              RETURNING tenant_id, id)
            INSERT INTO audit_unsealed (tenant_id, id) SELECT e.tenant_id, e.id FROM entry e\
            """)) {
      sql.setString(1, action);
      sql.setString(2, Json.write(all));
      sql.executeUpdate();
    }
  }

  private ChainFiles files() {
    Settings settings = LaunchConfig.settings(imas.config);
    ChainFiles files = ChainFiles.read(settings);
    settings.throwIfFaulty();
    return files;
  }

  private static CheckpointKey parsed(Path file) throws IOException {
    try {
      return CheckpointKey.parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** By their ids: all, or the one that is named. */
  static Map<UUID, String> tenants(Connection connection, @Nullable String wanted)
      throws SQLException {
    Map<UUID, String> found = new LinkedHashMap<>();
    try (PreparedStatement sql =
            connection.prepareStatement("SELECT tenant_id, name FROM audit_tenants()");
        ResultSet rows = sql.executeQuery()) {
      while (rows.next()) {
        String id = rows.getString("tenant_id");
        if (wanted == null || wanted.equals(id) || wanted.equals(rows.getString("name"))) {
          found.put(UUID.fromString(id), rows.getString("name"));
        }
      }
    }
    if (found.isEmpty() && wanted != null) {
      throw new CommandFailure(NOT_CHECKED, "there is no tenant '" + wanted + "'");
    }
    return found;
  }
}
