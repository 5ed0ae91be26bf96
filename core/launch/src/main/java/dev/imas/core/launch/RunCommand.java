package dev.imas.core.launch;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "run", description = "Runs IMAS until you stop it.")
final class RunCommand implements Callable<Integer> {

  /** Not an exit code: the process keeps running. */
  static final int KEEPS_RUNNING = -1;

  @Option(
      names = "--roles",
      split = ",",
      paramLabel = "ROLE",
      description = "The roles of this process: gateway, core, notifier. Default: all of them.")
  private List<String> roles = List.of();

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Launcher launcher = Launcher.start(ConfigFile.find(imas.config), roles, imas.signal);
    launcher.announce(spec.commandLine().getOut());
    return KEEPS_RUNNING;
  }
}
