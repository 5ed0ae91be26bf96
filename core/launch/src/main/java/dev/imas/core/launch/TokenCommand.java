package dev.imas.core.launch;

import dev.imas.core.access.AccessRole;
import dev.imas.core.access.TokenScope;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Credential;
import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * The way back in for a user who lost the last admin token. It needs access to the database, but no
 * token.
 */
@Command(name = "token", description = "API tokens.", subcommands = TokenCommand.Create.class)
final class TokenCommand {

  @ParentCommand private Imas imas = Parent.none();

  @Command(
      name = "create",
      description =
          "Creates a token and prints it once. Needs no other token, only the database: the "
              + "data folder on this machine, or IMAS_DATABASE_URL. IMAS may keep running.")
  static final class Create implements Callable<Integer> {

    private static final int NO_SUCH_TENANT = 2;
    private static final int LONGEST_NAME = 200;

    @ParentCommand private TokenCommand token = Parent.none();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--tenant",
        paramLabel = "NAME",
        defaultValue = Bootstrap.TENANT,
        description = "The tenant that the token belongs to. Default: ${DEFAULT-VALUE}")
    private String tenant = Bootstrap.TENANT;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "command line",
        description = "The token's name, as GET /api/v1/tokens shows it. Default: ${DEFAULT-VALUE}")
    private String name = "command line";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description =
            "The token's role: viewer, responder, operator or tenant_admin. Default: tenant_admin")
    private @Nullable String role;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description = "Instead of a role, one of the scopes that came before: read, write or admin")
    private @Nullable String scope;

    @Override
    public Integer call() throws SQLException {
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--name is empty or longer than " + LONGEST_NAME + " characters");
      }
      TokenScope widest = scope();
      AccessRole of = widest == null ? role() : widest.role();
      Secret made =
          Credential.generate(
              of == AccessRole.TENANT_ADMIN ? Credential.ADMIN_TOKEN : Credential.API_TOKEN);
      try (RunningStore store =
              RunningStore.attach(StoreConfig.forCommand(token.imas.config), token.imas.signal);
          Connection connection = store.asCore()) {
        connection.setAutoCommit(false);
        choose(connection);
        insert(connection, of, widest, made);
        connection.commit();
      }
      spec.commandLine().getErr().println("A token of " + tenant + ", shown this once:");
      spec.commandLine().getOut().println(made.reveal());
      return CommandLine.ExitCode.OK;
    }

    private void choose(Connection connection) throws SQLException {
      try (PreparedStatement sql =
          connection.prepareStatement(
              "SELECT set_config('imas.tenant', tenant_id::text, true)"
                  + " FROM list_tenants() WHERE name = ?")) {
        sql.setString(1, tenant);
        try (ResultSet row = sql.executeQuery()) {
          if (!row.next()) {
            throw new CommandFailure(
                NO_SUCH_TENANT,
                "there is no tenant '" + tenant + "'; list the tenants with: imas tenant list");
          }
        }
      }
    }

    private @Nullable TokenScope scope() {
      if (scope == null) {
        return null;
      }
      if (role != null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--role and --scope say the same; give one of them");
      }
      return Arrays.stream(TokenScope.values())
          .filter(s -> s.wireName().equals(scope))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.ParameterException(
                      spec.commandLine(),
                      "--scope is '" + scope + "'; expected read, write or admin"));
    }

    private AccessRole role() {
      return role == null
          ? AccessRole.TENANT_ADMIN
          : AccessRole.named(role)
              .filter(r -> r != AccessRole.PLATFORM_ADMIN)
              .orElseThrow(
                  () ->
                      new CommandLine.ParameterException(
                          spec.commandLine(),
                          "--role is '"
                              + role
                              + "'; expected one of "
                              + AccessRole.namesInATenant()));
    }

    /**
     * @param widest null for a token that is made by its role
     */
    private void insert(
        Connection connection, AccessRole of, @Nullable TokenScope widest, Secret made)
        throws SQLException {
      UUID id = UuidV7.at(InstantSource.system().millis());
      String[] scopes =
          widest == null
              ? null
              : Arrays.stream(TokenScope.values())
                  .filter(widest::includes)
                  .map(TokenScope::wireName)
                  .toArray(String[]::new);
      try (PreparedStatement sql =
          connection.prepareStatement(
              """
              INSERT INTO api_token (tenant_id, id, name, token_hash, hint, scopes, created_by, role)
              VALUES (current_tenant(), ?, ?, ?, ?, ?, ?, ?)\
              """)) {
        sql.setObject(1, id);
        sql.setString(2, name);
        sql.setBytes(3, Credential.hash(made.reveal()));
        sql.setString(4, Credential.hint(made));
        sql.setArray(5, scopes == null ? null : connection.createArrayOf("text", scopes));
        sql.setString(6, author());
        sql.setString(7, of.wireName());
        sql.executeUpdate();
      }
    }
  }

  /** The user who runs the command, even through sudo. */
  static String author() {
    return Optional.ofNullable(System.getenv("SUDO_USER"))
            .filter(user -> !user.isBlank())
            .orElseGet(() -> System.getProperty("user.name"))
        + " (command line)";
  }
}
