package dev.imas.core.launch;

import dev.imas.core.platform.DataFolder;
import dev.imas.core.postgres.Backup;
import dev.imas.core.postgres.BackupException;
import dev.imas.core.postgres.Recovery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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
    name = "restore",
    description =
        "Checks a backup and puts it into a data folder that has no database. What starts there"
            + " sends nothing until: imas release")
final class RestoreCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "FOLDER",
      description =
          "The backup that imas backup took, or the archive: then its newest backup is restored,"
              + " and the WAL after it.")
  private Path folder = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "MOMENT",
      description =
          "Restores what was committed until then, such as 2026-01-06T10:00:00Z. Default: all that"
              + " was archived.")
  private @Nullable String to;

  @Option(names = "--check", description = "Only checks the backup, and restores nothing.")
  private boolean onlyCheck;

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Instant moment = moment();
    StoreConfig config = StoreConfig.forCommand(imas.config);
    BackupCommand.mustBeEmbedded(config);
    PrintWriter out = spec.commandLine().getOut();
    try {
      Recovery recovery = Recovery.from(folder, config.binariesDir(), config.seal());
      if (onlyCheck) {
        say(out, "is whole", recovery.check(moment));
        return CommandLine.ExitCode.OK;
      }
      DataFolder.mustTakeFiles(config.dataDir());
      // Before there is a database, so that no start in between sends anything. And not before the
      // restore is sure to go through, since this may be the folder of an IMAS that works.
      Recovery.Restored restored =
          imas.signal.open(
              () ->
                  recovery.into(
                      config.dataDir(), moment, () -> RestoredCopy.hold(config.dataDir())),
              done -> {});
      boolean hasKey =
          config.encryptionKey().isPresent()
              || EncryptionKey.takeFrom(
                  Backup.in(restored.found().backup(), config.seal()), config.dataDir());
      say(out, "is restored to " + config.dataDir(), restored.found());
      sayHowFar(out, restored, moment);
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

  private @Nullable Instant moment() {
    if (to == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(to).toInstant();
    } catch (DateTimeParseException e) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "--to is '" + to + "'; expected a moment with its offset, such as 2026-01-06T10:00:00Z");
    }
  }

  private static void say(PrintWriter out, String what, Recovery.Found found) {
    Backup.Checked checked = found.checked();
    out.printf(
        "The backup in %s %s: %,d files, %,d MB, cluster %s, timeline %d.%n",
        found.backup(),
        what,
        checked.files(),
        BackupCommand.megabytes(checked.bytes()),
        checked.system(),
        checked.timeline());
    if (found.files() > 0) {
      out.printf("The WAL after it is whole: %,d files.%n", found.files());
    }
  }

  /** Says up to which moment it came, and how much time is lost. */
  static void sayHowFar(PrintWriter out, Recovery.Restored restored, @Nullable Instant moment) {
    restored
        .point()
        .ifPresent(
            point -> {
              out.println("The newest moment that is surely in it: " + point + ".");
              if (moment == null) {
                restored
                    .newest()
                    .ifPresent(
                        newest ->
                            out.printf(
                                "The archive last heard from the original at %s. Until then %,d"
                                    + " seconds are lost (RPO), and all that it did afterwards.%n",
                                newest, Math.max(0, Duration.between(point, newest).toSeconds())));
              }
            });
  }
}
