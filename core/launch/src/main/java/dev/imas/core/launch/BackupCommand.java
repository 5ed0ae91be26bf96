package dev.imas.core.launch;

import dev.imas.core.postgres.Backup;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.BackupTaker;
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
    name = "backup",
    description = "Takes a backup of the embedded PostgreSQL while IMAS works, and checks it.")
final class BackupCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FOLDER",
      description = "Where the backup is to lie; it must not exist yet, or be empty.")
  private Path folder = Path.of("");

  @Option(
      names = "--with-key",
      description =
          "Puts the encryption key beside the backup. Whoever has both reads all secrets.")
  private boolean withKey;

  @Option(
      names = "--key-kept-elsewhere",
      description =
          "Says that you keep a copy of the encryption key in another place. Without the key,"
              + " nobody can read the secrets of providers and webhooks.")
  private boolean keptElsewhere;

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    StoreConfig config = StoreConfig.forCommand(imas.config);
    mustBeEmbedded(config);
    boolean keyIsHere = config.encryptionKey().isEmpty();
    if (keyIsHere && withKey == keptElsewhere) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "Without its encryption key, a backup is not whole. The key is "
              + EncryptionKey.file(config.dataDir())
              + ": copy it to another place and say --key-kept-elsewhere, or say --with-key");
    }
    BackupTaker taker =
        BackupTaker.of(config.dataDir())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        CommandFailure.NO_DATABASE,
                        "IMAS does not run in "
                            + config.dataDir()
                            + ". Start it (imas run), or copy that folder as a whole while it"
                            + " is stopped"));
    try {
      Backup.Checked taken = taker.takeInto(folder);
      if (keyIsHere && withKey) {
        EncryptionKey.copy(config.dataDir(), folder);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "The backup in %s is whole: %,d files, %,d MB, cluster %s, timeline %d.%n",
          folder, taken.files(), megabytes(taken.bytes()), taken.system(), taken.timeline());
      if (!withKey) {
        out.println("To restore it you also need the encryption key, which is not in it.");
      }
    } catch (BackupException e) {
      throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, CommandFailure.chain(e));
    }
    return CommandLine.ExitCode.OK;
  }

  static void mustBeEmbedded(StoreConfig config) {
    if (config.external() != null) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "The database is an external PostgreSQL. Back it up and restore it with its own tools,"
              + " such as pgBackRest; this command is for the embedded one");
    }
  }

  static long megabytes(long bytes) {
    return Math.max(1, bytes >> 20);
  }
}
