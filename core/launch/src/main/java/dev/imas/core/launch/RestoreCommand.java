package dev.imas.core.launch;

import dev.imas.core.postgres.Backup;
import dev.imas.core.postgres.BackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description =
        "Checks a backup and puts it into a data folder that has no database. What starts there"
            + " sends nothing until: imas release")
final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "The backup that imas backup took.")
  private Path folder = Path.of("");

  @Option(names = "--check", description = "Only checks the backup, and restores nothing.")
  private boolean onlyCheck;

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    StoreConfig config = StoreConfig.forCommand(imas.config);
    BackupCommand.mustBeEmbedded(config);
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (onlyCheck) {
        say(out, "is whole", Backup.in(folder).check());
        return CommandLine.ExitCode.OK;
      }
      DataFolder.mustTakeFiles(config.dataDir());
      // Before there is a database, so that no start in between sends anything. And not before the
      // restore is sure to go through, since this may be the folder of an IMAS that works.
      Backup.Checked restored =
          Backup.in(folder).restoreTo(config.dataDir(), () -> RestoredCopy.hold(config.dataDir()));
      boolean hasKey =
          config.encryptionKey().isPresent() || EncryptionKey.copy(folder, config.dataDir());
      say(out, "is restored to " + config.dataDir(), restored);
      if (!hasKey) {
        out.println(
            "Put the encryption key into "
                + EncryptionKey.file(config.dataDir())
                + " before you start it.");
      }
      out.println("It sends nothing until you release it: imas release");
    } catch (BackupException e) {
      throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, CommandFailure.chain(e));
    }
    return CommandLine.ExitCode.OK;
  }

  private void say(PrintWriter out, String what, Backup.Checked checked) {
    out.printf(
        "The backup in %s %s: %,d files, %,d MB, cluster %s, timeline %d.%n",
        folder,
        what,
        checked.files(),
        BackupCommand.megabytes(checked.bytes()),
        checked.system(),
        checked.timeline());
  }
}
