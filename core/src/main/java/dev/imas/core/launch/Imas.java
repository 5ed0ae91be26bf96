package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.MigrationException;
import dev.imas.core.postgres.PostgresStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code imas}. */
@Command(
    name = "imas",
    description = "Incident Management At Scale: alerts in, incidents and pages out, nothing lost.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      MigrateCommand.class,
      LedgerCommand.class,
      TenantCommand.class,
      DemoCommand.class,
      StormCommand.class,
      VersionCommand.class
    })
public final class Imas {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "A properties file; environment variables (IMAS_…) win over it.")
  @Nullable Path config;

  private Imas() {}

  public static void main(String[] args) {
    if (Boolean.getBoolean("exitWithParent")) {
      // Under Maven a signal may reach Maven alone; without it we would go on unseen.
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(143)));
    }
    int code = commandLine().execute(args);
    if (code != RunCommand.KEEPS_RUNNING) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new Imas())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> explain(failure, command.getErr()));
  }

  /** What a person can mend is said in lines, anything else with its stack. */
  private static int explain(Exception failure, PrintWriter err) {
    switch (failure) {
      case ConfigurationException e -> {
        err.println("The configuration cannot be used:");
        e.faults().forEach(fault -> err.println("  - " + fault));
        return 2;
      }
      case PostgresStartException e -> {
        err.println("PostgreSQL cannot be started: " + e.getMessage());
        return 3;
      }
      case MigrationException e -> {
        err.println(e.getMessage());
        return 3;
      }
      case CommandFailure e -> {
        err.println(e.getMessage());
        return e.exitCode();
      }
      default -> {
        failure.printStackTrace(err);
        return 1;
      }
    }
  }
}
