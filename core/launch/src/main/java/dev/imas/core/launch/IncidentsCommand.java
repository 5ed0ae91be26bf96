package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.wording.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "incidents", description = "Lists the open incidents, the most severe first.")
final class IncidentsCommand implements Callable<Integer> {

  private static final Comparator<JsonNode> WORST_FIRST =
      Comparator.<JsonNode, String>comparing(one -> one.path("severity").asText())
          .thenComparing(one -> one.path("created_at").asText());

  private static final int LONGEST_TITLE = 100;
  private static final int LONGEST_SERVICE = 24;

  @Option(names = "--team", paramLabel = "NAME", description = "Only incidents of this team.")
  private @Nullable String team;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String ofTeam = team == null ? "" : "&team=" + ImasApi.escaped(team);
    List<JsonNode> open =
        api.all("/incidents?status=TRIGGERED,ACKNOWLEDGED,MITIGATED" + ofTeam).stream()
            .sorted(WORST_FIRST)
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (open.isEmpty()) {
      out.println("No incident is open.");
    }
    Instant now = Instant.now();
    open.forEach(one -> out.println(line(one, now)));
    return CommandLine.ExitCode.OK;
  }

  private static String line(JsonNode one, Instant now) {
    Duration age = Duration.between(Instant.parse(one.path("created_at").asText()), now);
    return "%-4s  %-12s  %-9s  %8s  %-24s  %s"
        .formatted(
            SafeText.line(one.path("severity").asText().split("_", 2)[0], 4),
            SafeText.line(one.path("status").asText(), 12),
            SafeText.line(one.path("short_id").asText(), 9),
            since(age),
            SafeText.line(one.path("service_name").asText(), LONGEST_SERVICE),
            SafeText.line(one.path("title").asText(), LONGEST_TITLE));
  }

  private static String since(Duration age) {
    long minutes = Math.max(0, age.toMinutes());
    if (minutes < 60) {
      return minutes + " min";
    }
    return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / (24 * 60) + " days";
  }
}
