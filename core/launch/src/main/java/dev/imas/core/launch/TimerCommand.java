package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "timer",
    description = "Lists timers, or has one run now.",
    subcommands = {TimerCommand.Listing.class, TimerCommand.Run.class})
final class TimerCommand {

  private static final int LONGEST = 60;

  @Command(
      name = "list",
      description = "Lists the timers of the tenant, with how their last run ended.")
  static final class Listing implements Callable<Integer> {

    @Option(names = "--kind", paramLabel = "KIND", description = "Only timers of this kind.")
    private @Nullable String kind;

    @Option(
        names = "--platform",
        description = "The platform's timers instead, which serve all tenants.")
    private boolean ofPlatform;

    @Mixin private ImasApi api = new ImasApi();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
      String path =
          "/timers?platform=" + ofPlatform + (kind == null ? "" : "&kind=" + ImasApi.escaped(kind));
      List<JsonNode> found = api.all(path);
      PrintWriter out = spec.commandLine().getOut();
      if (found.isEmpty()) {
        out.println(
            ofPlatform || kind != null
                ? "There is no such timer."
                : "The tenant has no timers; --platform lists those that serve all tenants.");
      }
      for (JsonNode one : found) {
        out.printf(
            "%-60s  next %s  %s%n",
            SafeText.line(one.path("id").asText(), LONGEST),
            one.path("next_try_at").asText(),
            SafeText.line(one.path("last_outcome").asText("has not run yet"), LONGEST));
      }
      return CommandLine.ExitCode.OK;
    }
  }

  @Command(
      name = "run",
      description =
          "Has a timer run now instead of when it is due. Exit code 1 if IMAS refuses it.")
  static final class Run implements Callable<Integer> {

    @Parameters(paramLabel = "TIMER", description = "Its id, as imas timer list shows it.")
    private String timer = "";

    @Mixin private ImasApi api = new ImasApi();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
      ImasApi.Reply reply =
          api.post("/timers/" + ImasApi.escaped(timer) + "/run", Json.MAPPER.createObjectNode());
      if (reply.status() / 100 != 2) {
        throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(reply));
      }
      spec.commandLine().getOut().println(SafeText.line(timer, LONGEST) + " runs now.");
      return CommandLine.ExitCode.OK;
    }
  }
}
