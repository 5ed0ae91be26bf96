package dev.imas.core.launch;

import dev.imas.core.platform.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Whoever may run this has the database, and with it all that an administrator could do. */
@Command(
    name = "platform-admin",
    description =
        "Prints a code that makes the account of an administrator of the platform, once, within"
            + " seven days: POST /api/v1/auth/register. They create tenants, and log in with the"
            + " tenant '"
            + NewTenant.PLATFORM
            + "'.")
final class PlatformAdminCommand implements Callable<Integer> {

  @ParentCommand private Imas imas = Parent.none();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws SQLException {
    Secret code;
    try (RunningStore store =
            RunningStore.attach(StoreConfig.forCommand(imas.config), imas.signal);
        Connection connection = store.asCore()) {
      code = NewTenant.platformAdmin(connection);
    }
    spec.commandLine().getErr().println("A code for an administrator, shown this once:");
    spec.commandLine().getOut().println(code.reveal());
    return CommandLine.ExitCode.OK;
  }
}
