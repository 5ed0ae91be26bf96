package dev.imas.core.launch;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description =
        "Lets a restored copy send notifications, those that have waited included. First make sure"
            + " that the original no longer runs. IMAS may be running.")
final class ReleaseCommand implements Callable<Integer> {

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    StoreConfig config = StoreConfig.forCommand(imas.config);
    PrintWriter out = spec.commandLine().getOut();
    if (!RestoredCopy.release(config.dataDir())) {
      out.println("Nothing is held back in " + config.dataDir() + ".");
      return CommandLine.ExitCode.OK;
    }
    out.println("Released: notifications are sent from now on.");
    if (config.archive() != null) {
      out.println(
          "Take a backup now (imas backup): what was written until here is not in the archive.");
    }
    return CommandLine.ExitCode.OK;
  }
}
