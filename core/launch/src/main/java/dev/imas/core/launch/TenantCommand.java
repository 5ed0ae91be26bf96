package dev.imas.core.launch;

import dev.imas.core.model.MailAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Commands about all tenants are for those who run the installation. An API token belongs to one
 * tenant, and no tenant may enlarge its own share.
 */
@Command(
    name = "tenant",
    description = "Tenants and their shares of the gateway.",
    subcommands = {
      TenantCommand.Create.class,
      TenantCommand.ListAll.class,
      TenantCommand.Weight.class
    })
final class TenantCommand {

  private static final int NO_SUCH_TENANT = 2;
  private static final int LARGEST_WEIGHT = 1000;

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "create",
      description =
          "Creates a tenant whole: a team, the triage service, a source with its key, a code for"
              + " its first administrator, and who is notified when nobody else is reached.")
  static final class Create implements Callable<Integer> {

    @ParentCommand private TenantCommand tenant = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @CommandLine.Parameters(index = "0", paramLabel = "TENANT", description = "The tenant's name.")
    private String name = "";

    @CommandLine.Option(
        names = "--fallback",
        paramLabel = "ADDRESS",
        required = true,
        description = "A mail address that is notified when nobody else is reached.")
    private String fallback = "";

    @CommandLine.Option(
        names = "--source",
        paramLabel = "NAME",
        defaultValue = "first source",
        description = "The name of its first source. Default: ${DEFAULT-VALUE}")
    private String source = "";

    @Override
    public Integer call() throws SQLException {
      if (name.isBlank() || name.length() > NewTenant.LONGEST_NAME || source.isBlank()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "TENANT and --source have 1 to " + NewTenant.LONGEST_NAME + " characters");
      }
      if (!MailAddress.isPlain(fallback)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--fallback is '" + fallback + "'; expected an address such as ops@example.org");
      }
      NewTenant made =
          tenant.asCore(connection -> NewTenant.create(connection, name, source, fallback));
      spec.commandLine().getErr().println("The tenant " + name + ", shown this once:");
      PrintWriter out = spec.commandLine().getOut();
      out.println(OptionDefaults.SOURCE_KEY + "=" + made.sourceKey().reveal());
      out.println(FirstCredentials.ADMIN_CODE + "=" + made.adminCode().reveal());
      return CommandLine.ExitCode.OK;
    }
  }

  @Command(name = "list", description = "Lists every tenant with its weight and who set it.")
  static final class ListAll implements Callable<Integer> {

    @ParentCommand private TenantCommand tenant = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws SQLException {
      PrintWriter out = spec.commandLine().getOut();
      return tenant.asCore(
          connection -> {
            try (PreparedStatement sql =
                    connection.prepareStatement(
                        "SELECT name, weight, weight_set_by, weight_set_at FROM tenant_weights()");
                ResultSet rows = sql.executeQuery()) {
              while (rows.next()) {
                String by = rows.getString("weight_set_by");
                out.println(
                    rows.getString("name")
                        + ": weight "
                        + rows.getInt("weight")
                        + (by == null
                            ? ""
                            : ", set by " + by + " at " + rows.getString("weight_set_at")));
              }
              return CommandLine.ExitCode.OK;
            }
          });
    }
  }

  @Command(
      name = "weight",
      description =
          "Sets a tenant's share of the gateway, relative to the other tenants' shares. Takes "
              + "effect within a second.")
  static final class Weight implements Callable<Integer> {

    @ParentCommand private TenantCommand tenant = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @CommandLine.Parameters(index = "0", paramLabel = "TENANT", description = "The tenant's name.")
    private String name = "";

    @CommandLine.Parameters(
        index = "1",
        paramLabel = "WEIGHT",
        description = "From 1 to 1000. Every tenant starts with 1.")
    private int weight;

    @Override
    public Integer call() throws SQLException {
      if (weight < 1 || weight > LARGEST_WEIGHT) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "WEIGHT is " + weight + "; expected 1 to " + LARGEST_WEIGHT);
      }
      Integer before = tenant.asCore(this::set);
      if (before == null) {
        throw new CommandFailure(NO_SUCH_TENANT, "there is no tenant '" + name + "'");
      }
      spec.commandLine()
          .getOut()
          .println("tenant " + name + ": weight " + weight + ", was " + before);
      return CommandLine.ExitCode.OK;
    }

    private @Nullable Integer set(Connection connection) throws SQLException {
      try (PreparedStatement sql =
          connection.prepareStatement("SELECT set_tenant_weight(?, ?, ?)")) {
        sql.setString(1, name);
        sql.setInt(2, weight);
        sql.setString(3, System.getProperty("user.name"));
        try (ResultSet row = sql.executeQuery()) {
          return row.next() ? row.getObject(1, Integer.class) : null;
        }
      }
    }
  }

  @FunctionalInterface
  private interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  private <T extends @Nullable Object> T asCore(Work<T> work) throws SQLException {
    try (RunningStore store =
            RunningStore.attach(StoreConfig.forCommand(imas.config), imas.signal);
        Connection connection = store.asCore()) {
      return work.on(connection);
    }
  }
}
