package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.wording.SafeText;
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

@Command(name = "oncall", description = "Says who is on call, for each team or for some.")
final class OnCallCommand implements Callable<Integer> {

  private static final int LONGEST_NAME = 40;

  /** Each team is calculated, so a page has few. */
  private static final int PAGE = 100;

  @Parameters(arity = "0..*", paramLabel = "TEAM", description = "Default: all teams.")
  private List<String> teams = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "At this time, such as 2026-01-06T10:00:00Z. Default: now.")
  private @Nullable String at;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> query = new ArrayList<>();
    teams.forEach(team -> query.add("team=" + ImasApi.escaped(team)));
    if (at != null) {
      query.add("at=" + ImasApi.escaped(at));
    }
    List<JsonNode> found =
        api.all("/on-call" + (query.isEmpty() ? "" : "?" + String.join("&", query)), PAGE);
    PrintWriter out = spec.commandLine().getOut();
    if (found.isEmpty()) {
      out.println("There is no team yet.");
    }
    for (JsonNode one : found) {
      out.printf(
          "%-40s  %s%n",
          SafeText.line(one.at("/team/name").asText(), LONGEST_NAME), who(one.path("on_call")));
    }
    return CommandLine.ExitCode.OK;
  }

  private static String who(JsonNode found) {
    List<String> names =
        found
            .path("users")
            .valueStream()
            .map(user -> SafeText.line(user.path("username").asText(), LONGEST_NAME))
            .toList();
    if (names.isEmpty()) {
      return "nobody";
    }
    boolean isSilent = found.has("can_be_called") && !found.path("can_be_called").asBoolean();
    return String.join(", ", names)
        + " ("
        + because(found.path("because").asText())
        + ")"
        + (isSilent ? ", who cannot be called" : "");
  }

  private static String because(String link) {
    return switch (link) {
      case "schedule" -> "schedule";
      case "current" -> "stand-in";
      case "manager" -> "manager of the team";
      default -> "default of the tenant";
    };
  }
}
