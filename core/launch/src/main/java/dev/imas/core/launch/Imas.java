package dev.imas.core.launch;

import dev.imas.core.platform.ConfigurationException;
import dev.imas.core.platform.Spelling;
import dev.imas.core.postgres.PostgresStartException;
import dev.imas.core.schema.MigrationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code imas}. */
@Command(
    name = "imas",
    description = "Incident Management At Scale: alerts in, incidents and pages out, nothing lost.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      MigrateCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ReleaseCommand.class,
      DrillCommand.class,
      IncidentsCommand.class,
      AcknowledgeCommand.class,
      OnCallCommand.class,
      GateCommand.class,
      RotateCommand.class,
      TimerCommand.class,
      CheckCommand.class,
      AdminCommand.class,
      LedgerCommand.class,
      AuditCommand.class,
      TenantCommand.class,
      TokenCommand.class,
      PlatformAdminCommand.class,
      ApplyCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DemoCommand.class,
      StormCommand.class,
      VersionCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class Imas {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "A properties file; environment variables (IMAS_…) override it.")
  @Nullable Path config;

  /** Stops what a command has opened. */
  final StopSignal signal = new StopSignal();

  private Imas() {}

  public static void main(String[] args) {
    if (Boolean.getBoolean("exitWithParent")) {
      // Under Maven, a signal may reach only Maven. Without this, the process would keep running
      // unnoticed.
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(143)));
    }
    String script = System.getProperty("commandFile");
    if (script != null) {
      CommandScript.write(Path.of(script));
    }
    // Of the JDK's own connections to a database; see Bus for the others.
    Security.setProperty("networkaddress.cache.ttl", Integer.toString(Bus.NAMES_KNOWN_SECONDS));
    // A client of TLS 1.2 could otherwise have a handshake after the other on one connection.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    Imas imas = new Imas();
    imas.signal.listen();
    int code = commandLine(imas, args).execute(args);
    if (code == RunCommand.KEEPS_RUNNING) {
      // From here on, the process only ends because someone stops it: that is no failure.
      tellMaven(0);
    } else {
      imas.signal.over();
      if (!imas.signal.came()) {
        tellMaven(code);
      }
      System.exit(code);
    }
  }

  /**
   * Maven would report any exit code but 0 as a build failure, so .mvn/run.bsh reads the code from
   * a file.
   */
  private static void tellMaven(int code) {
    String file = System.getProperty("exitCodeFile");
    if (file != null) {
      try {
        Files.writeString(Path.of(file), Integer.toString(code));
      } catch (IOException e) {
        // Maven then exits with 1.
      }
    }
  }

  /**
   * @param words what is to be executed
   */
  static CommandLine commandLine(String... words) {
    return commandLine(new Imas(), words);
  }

  private static CommandLine commandLine(Imas imas, String... words) {
    return new CommandLine(imas)
        .setDefaultValueProvider(OptionDefaults.of(List.of(words)))
        .setParameterExceptionHandler(Imas::misunderstood)
        .setExecutionExceptionHandler(
            (failure, command, parsed) ->
                imas.signal.came() ? StopSignal.EXIT_CODE : explain(failure, command.getErr()));
  }

  /** Says what is wrong and what may have been meant. It does not list all options; --help does. */
  private static int misunderstood(CommandLine.ParameterException fault, String[] words) {
    CommandLine command = fault.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(fault.getMessage());
    if (fault instanceof CommandLine.UnmatchedArgumentException unmatched) {
      meant(unmatched, command.getCommandSpec())
          .ifPresent(known -> err.println("Did you mean " + known + "?"));
    }
    err.println("What there is: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static Optional<String> meant(
      CommandLine.UnmatchedArgumentException unmatched, CommandLine.Model.CommandSpec at) {
    String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    List<String> known =
        new ArrayList<>(
            word.startsWith("-") ? at.optionsMap().keySet() : at.subcommands().keySet());
    return Spelling.nearest(word, known);
  }

  /** Whether a disk, a network or a database failed, which is not a bug in IMAS. */
  private static boolean isOfTheWorld(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException
          || t instanceof UncheckedIOException
          || t instanceof SQLException) {
        return true;
      }
    }
    return false;
  }

  /** Prints a failure that the user can mend in plain lines, and any other with its stack trace. */
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
        if (isOfTheWorld(failure)) {
          err.println(CommandFailure.chain(failure));
        } else {
          err.println("This is a bug in IMAS; please report it:");
          failure.printStackTrace(err);
        }
        return 1;
      }
    }
  }
}
