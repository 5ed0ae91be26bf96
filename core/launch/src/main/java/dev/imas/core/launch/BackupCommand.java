package dev.imas.core.launch;

import dev.imas.core.postgres.Backup;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.BackupTaker;
import dev.imas.core.postgres.WalArchive;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    name = "backup",
    description = "Takes a backup of the embedded PostgreSQL while IMAS works, and checks it.")
final class BackupCommand implements Callable<Integer> {

  private static final int MOST_KEPT = 10_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description =
          "Where the backup is to lie; it must not exist yet, or be empty. Default: the archive"
              + " (database.embedded-archive), whose WAL continues the backup.")
  private @Nullable Path folder;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "How many backups the archive keeps, with the WAL since the oldest of them. Older ones"
              + " are deleted when the new one is checked. Default: ${DEFAULT-VALUE}.")
  private int kept = 7;

  @Option(
      names = "--with-key",
      description =
          "Puts the encryption key beside the backup. Whoever has both reads all secrets, unless"
              + " backup-key encrypts them.")
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
    mustBeUnderstood(config, keyIsHere);
    BackupTaker taker =
        BackupTaker.of(config.dataDir(), config.seal())
            .orElseThrow(
                () ->
                    new CommandFailure(
                        CommandFailure.NO_DATABASE,
                        "IMAS does not run in "
                            + config.dataDir()
                            + ". Start it (imas run), or copy that folder as a whole while it"
                            + " is stopped"));
    try {
      take(taker, config, keyIsHere && withKey);
    } catch (BackupException e) {
      throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, CommandFailure.chain(e));
    }
    return CommandLine.ExitCode.OK;
  }

  private void mustBeUnderstood(StoreConfig config, boolean keyIsHere) {
    if (folder == null && config.archive() == null) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "Name the folder of the backup, or set "
              + ArchiveConfig.named()
              + " to a folder for backups and the WAL after them");
    }
    if (kept < 1 || kept > MOST_KEPT) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE, "--keep is " + kept + "; expected 1 to " + MOST_KEPT);
    }
    if (keyIsHere && withKey == keptElsewhere) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "Without its encryption key, a backup is not whole. The key is "
              + EncryptionKey.file(config.dataDir())
              + ": copy it to another place and say --key-kept-elsewhere, or say --with-key");
    }
  }

  private void take(BackupTaker taker, StoreConfig config, boolean addsKey) {
    ArchiveConfig archive = config.archive();
    PrintWriter out = spec.commandLine().getOut();
    if (folder != null) {
      Backup.Checked taken = taker.takeInto(folder);
      if (addsKey) {
        EncryptionKey.attachTo(Backup.in(folder, config.seal()), config.dataDir());
      }
      say(out, folder, taken);
    } else if (archive != null) {
      BackupTaker.Archived taken =
          taker.takeInto(
              WalArchive.in(archive.folder(), config.seal()),
              kept,
              fresh -> {
                if (addsKey) {
                  EncryptionKey.attachTo(fresh, config.dataDir());
                }
              });
      say(out, taken.folder(), taken.checked());
      WalArchive.Pruned pruned = taken.pruned();
      if (pruned.backups() + pruned.files() > 0) {
        out.printf(
            "Deleted backups: %,d. Deleted WAL files that only they needed: %,d.%n",
            pruned.backups(), pruned.files());
      }
    }
    if (config.seal().isSealing()) {
      out.println("It is encrypted: without backup-key, nobody can restore it.");
    }
    if (!withKey) {
      out.println("To restore it you also need the encryption key, which is not in it.");
    }
  }

  private static void say(PrintWriter out, Path folder, Backup.Checked taken) {
    out.printf(
        "The backup in %s is whole: %,d files, %,d MB, cluster %s, timeline %d.%n",
        folder, taken.files(), megabytes(taken.bytes()), taken.system(), taken.timeline());
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
