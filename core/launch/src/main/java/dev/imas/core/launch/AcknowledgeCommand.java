package dev.imas.core.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
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
    name = "ack",
    description =
        "Acknowledges incidents, so that nobody else is paged. Exit code 1 if any could not be"
            + " acknowledged.")
final class AcknowledgeCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "INCIDENT",
      description = "A short id, such as INC-7F3KX, or a UUID.")
  private List<String> incidents = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "What the timeline says beside it.")
  private @Nullable String message;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ObjectNode body = Json.MAPPER.createObjectNode();
    if (message != null) {
      body.put("message", message);
    }
    PrintWriter out = spec.commandLine().getOut();
    int code = CommandLine.ExitCode.OK;
    for (String incident : incidents) {
      ImasApi.Reply reply =
          api.post("/incidents/" + ImasApi.escaped(incident) + "/acknowledge", body);
      if (reply.status() == ImasApi.OK) {
        out.println(incident + " is acknowledged.");
      } else {
        code = ImasApi.REFUSED;
        spec.commandLine().getErr().println(incident + ": " + ImasApi.reason(reply));
      }
    }
    return code;
  }
}
