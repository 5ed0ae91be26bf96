package dev.imas.core.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "admin",
    description = "Administrators of a tenant.",
    subcommands = AdminCommand.Create.class)
final class AdminCommand {

  private static final int CREATED = 201;

  @Command(
      name = "create",
      description =
          "Creates an administrator of the token's tenant, and prints a code with which they set a"
              + " password within seven days. Exit code 1 if IMAS refuses it.")
  static final class Create implements Callable<Integer> {

    @Parameters(paramLabel = "USERNAME")
    private String username = "";

    @Option(names = "--email", paramLabel = "ADDRESS", required = true)
    private String email = "";

    @Mixin private ImasApi api = new ImasApi();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
      ObjectNode user =
          Json.MAPPER
              .createObjectNode()
              .put("username", username)
              .put("email", email)
              .put("role", "tenant_admin");
      done(api.post("/users", user));
      ImasApi.Reply invited =
          done(
              api.post(
                  "/users/" + ImasApi.escaped(username) + "/invitation",
                  Json.MAPPER.createObjectNode()));
      spec.commandLine()
          .getErr()
          .println(username + " is an administrator. A code for their password, shown this once:");
      spec.commandLine().getOut().println(invited.body().path("code").asText());
      return CommandLine.ExitCode.OK;
    }

    private static ImasApi.Reply done(ImasApi.Reply reply) {
      if (reply.status() != CREATED) {
        throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(reply));
      }
      return reply;
    }
  }
}
