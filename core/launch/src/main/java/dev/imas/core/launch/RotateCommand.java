package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.SafeText;
import java.io.IOException;
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
    name = "rotate",
    description =
        "Hands a schedule over now: the current turn passes to the next slot of a layer, and the"
            + " following turns move up. Exit code 1 if IMAS refuses it.")
final class RotateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SCHEDULE", description = "Its name or id.")
  private String schedule = "";

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "Which layer. Not needed where the schedule has one.")
  private @Nullable String layer;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String path = "/schedules/" + ImasApi.escaped(schedule);
    String turning = layer == null ? onlyLayer(path) : layer;
    ImasApi.Reply reply =
        api.post(path + "/rotate", Json.MAPPER.createObjectNode().put("layer", turning));
    if (reply.status() != ImasApi.OK) {
      throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(reply));
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s: the turn of %s has passed on.%n",
            SafeText.line(schedule, 100), SafeText.line(turning, 100));
    return CommandLine.ExitCode.OK;
  }

  private String onlyLayer(String path) throws IOException, InterruptedException {
    ImasApi.Reply found = api.get(path);
    if (found.status() != ImasApi.OK) {
      throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(found));
    }
    List<String> names =
        found.body().path("layers").valueStream().map(RotateCommand::nameOf).toList();
    if (names.size() != 1) {
      throw new CommandFailure(
          CommandLine.ExitCode.USAGE,
          "the schedule has several layers; name one with --layer: " + String.join(", ", names));
    }
    return names.getFirst();
  }

  private static String nameOf(JsonNode layer) {
    return SafeText.line(layer.path("name").asText(), 100);
  }
}
