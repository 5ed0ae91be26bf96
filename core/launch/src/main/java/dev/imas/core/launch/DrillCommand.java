package dev.imas.core.launch;

import dev.imas.core.postgres.BackupException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
          "Restores a backup to a temporary folder, starts a server there, checks its indexes and"
              + " the ledger, and says how long it took. IMAS may be running. Exit code 0: all is"
              + " well; 1: the backup is damaged; 4: what is in it is.")
  static final class Restore implements Callable<Integer> {

    private static final int UNSOUND = 4;

    @Parameters(
        paramLabel = "FOLDER",
        description = "The backup that imas backup took, or the archive.")
    private Path folder = Path.of("");

    @ParentCommand private DrillCommand drill = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SQLException {
      StoreConfig config = StoreConfig.forCommand(drill.imas.config);
      PrintWriter out = spec.commandLine().getOut();
      Path scratch = newFolder();
      try {
        boolean sound =
            new RestoreDrill(folder, scratch, config.binariesDir(), config.seal(), out).run();
        out.println(sound ? "The drill has succeeded." : "The drill has failed.");
        return sound ? CommandLine.ExitCode.OK : UNSOUND;
      } catch (BackupException e) {
        throw new CommandFailure(CommandLine.ExitCode.SOFTWARE, CommandFailure.chain(e));
      } finally {
        delete(scratch);
      }
    }

    /** Another user, who runs the server for root, passes through it. */
    private static Path newFolder() {
      try {
        return Files.setPosixFilePermissions(
            Files.createTempDirectory("imas-drill-"), PosixFilePermissions.fromString("rwx--x--x"));
      } catch (IOException e) {
        throw new UncheckedIOException("there is no room for a drill", e);
      }
    }

    private static void delete(Path folder) {
      try (Stream<Path> paths = Files.walk(folder)) {
        List<Path> all = paths.sorted(Comparator.reverseOrder()).toList();
        for (Path path : all) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(folder + " cannot be deleted", e);
      }
    }
  }
}
