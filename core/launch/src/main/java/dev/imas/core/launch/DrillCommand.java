package dev.imas.core.launch;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.RestoreReport;
import dev.imas.core.postgres.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "drill",
    description = "Practises what is rarely done.",
    subcommands = DrillCommand.Restore.class)
final class DrillCommand {

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "restore",
      description =
          "Restores a backup to a temporary folder, starts a server there, checks its indexes, the"
              + " ledger, the audit and the encryption key, and says how long it took. IMAS may be"
              + " running. The report is kept in the archive. Exit code 0: all is well; 1: the"
              + " backup is damaged; 4: what is in it is.")
  static final class Restore implements Callable<Integer> {

    private static final int UNSOUND = 4;

    @Parameters(
        arity = "0..1",
        paramLabel = "FOLDER",
        description =
            "The backup that imas backup took, or the archive. Default: the archive"
                + " (database.embedded-archive).")
    private @Nullable Path folder;

    @Option(names = "--json", description = "Prints the report as JSON, and nothing else.")
    private boolean json;

    @ParentCommand private DrillCommand drill = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      StoreConfig config = StoreConfig.forCommand(drill.imas.config);
      PrintWriter out = spec.commandLine().getOut();
      RestoreReport report;
      try {
        report =
            drill.imas.signal.open(
                () ->
                    Drills.run(
                        config,
                        folder(config),
                        json ? null : out,
                        InstantSource.system(),
                        begun -> {}),
                done -> {});
      } catch (BackupException e) {
        throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, CommandFailure.chain(e));
      }
      if (json) {
        out.println(Json.write(report));
      } else {
        out.println(report.passed() ? "The drill has succeeded." : "The drill has failed.");
      }
      String fault = report.fault();
      if (fault != null) {
        throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, fault);
      }
      return report.passed() ? CommandLine.ExitCode.OK : UNSOUND;
    }

    private Path folder(StoreConfig config) {
      if (folder != null) {
        return folder;
      }
      ArchiveConfig archive = config.archive();
      if (archive == null) {
        throw new CommandFailure(
            CommandLine.ExitCode.USAGE,
            "Name the folder of a backup, or set " + ArchiveConfig.named() + " to the archive");
      }
      return archive.folder();
    }
  }
}
