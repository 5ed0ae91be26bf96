package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = "Says what is wrong before anything is started.",
    subcommands = CheckCommand.Configuration.class)
final class CheckCommand {

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "config",
      description =
          "Reads the settings as imas run would, and says what is wrong with them. It starts"
              + " nothing and asks no database. Exit code 0: nothing is wrong; 1: something is;"
              + " 2: there are no settings to read.")
  static final class Configuration implements Callable<Integer> {

    private static final int FOUND = 1;

    @Option(
        names = "--roles",
        split = ",",
        paramLabel = "ROLE",
        description = "The roles that the process would have. Default: all of them.")
    private List<String> roles = List.of();

    @Option(names = "--show", description = "Also shows each setting as it would be used.")
    private boolean shows;

    @ParentCommand private CheckCommand check = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      Settings settings = LaunchConfig.settings(ConfigFile.find(check.imas.config));
      PrintWriter out = spec.commandLine().getOut();
      try {
        Launcher.check(settings, roles);
      } catch (ConfigurationException e) {
        out.println("The configuration cannot be used:");
        e.faults().forEach(fault -> out.println("  - " + fault));
        return FOUND;
      }
      if (shows) {
        new TreeMap<>(settings.effective()).forEach((key, value) -> out.println(key + "=" + value));
      }
      out.println("The configuration can be used.");
      return CommandLine.ExitCode.OK;
    }
  }
}
