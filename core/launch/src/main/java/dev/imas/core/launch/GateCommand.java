package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.core.wording.SafeText;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "gate",
    description =
        "Asks whether a deployment may start, and says what blocks it. Exit code 0: it may; 3: it"
            + " may not; 4: it must wait for what ends by itself; 1: the question was refused.")
final class GateCommand implements Callable<Integer> {

  static final int DENIED = 3;
  static final int WAITS = 4;

  private static final int FIRST_SERVER_ERROR = 500;
  private static final int LONGEST_LINE = 500;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** What the pipeline does if IMAS does not answer. */
  enum Unreachable {
    allow,
    deny
  }

  @Option(names = "--service", paramLabel = "NAME", description = "What is to be deployed.")
  private @Nullable String service;

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description = "The full name of its repository, in place of the service.")
  private @Nullable String repository;

  @Option(
      names = {"--environment", "--env"},
      paramLabel = "NAME",
      required = true,
      description = "Where to.")
  private String environment = "";

  @Option(names = "--sha", paramLabel = "COMMIT", description = "Which commit.")
  private @Nullable String sha;

  @Option(names = "--ref", paramLabel = "BRANCH", description = "Which branch or tag.")
  private @Nullable String ref;

  @Option(
      names = "--incident",
      paramLabel = "INCIDENT",
      description = "An open incident that the deployment fixes; may be given several times.")
  private List<String> incidents = new ArrayList<>();

  @Option(
      names = "--window",
      paramLabel = "ID",
      description = "The deployment window that it belongs to, to which it is held.")
  private @Nullable String window;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "The id of the pipeline's run, by which it may ask again.")
  private @Nullable String run;

  @Option(names = "--run-url", paramLabel = "URL", description = "The page of that run.")
  private @Nullable String runUrl;

  @Option(
      names = "--on-unreachable",
      paramLabel = "allow|deny",
      required = true,
      description =
          "What to do if IMAS does not answer: ${COMPLETION-CANDIDATES}. There is no default, since"
              + " either may be wrong for you.")
  private Unreachable onUnreachable = Unreachable.deny;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}")
  private Duration timeout = Duration.ofSeconds(5);

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description =
          "How long to ask again and again while the answer is to wait, such as PT20M. Default: not"
              + " at all.")
  private Duration patience = Duration.ZERO;

  @Option(names = "--dry-run", description = "Only try: the answer allows nothing.")
  private boolean isDryRun;

  @Option(names = "--json", description = "Print the answer as the API has it.")
  private boolean isJson;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (service == null && repository == null) {
      throw new ParameterException(
          spec.commandLine(), "--service or --repository must say what is to be deployed");
    }
    Instant last = Instant.now().plus(patience);
    while (true) {
      ImasApi.Reply reply;
      try {
        reply = api.post("/gate", question(), timeout);
      } catch (CommandFailure e) {
        if (e.exitCode() != ImasApi.REFUSED) {
          throw e;
        }
        return unreachable(String.valueOf(e.getMessage()));
      }
      if (reply.status() >= FIRST_SERVER_ERROR) {
        return unreachable(ImasApi.reason(reply));
      }
      if (reply.status() != ImasApi.OK) {
        throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(reply));
      }
      JsonNode answer = reply.body();
      Duration left = Duration.between(Instant.now(), last);
      boolean goesOn = answer.path("decision").asText().equals("wait") && left.isPositive();
      print(answer);
      if (!goesOn) {
        return exitCode(answer.path("decision").asText());
      }
      Thread.sleep(pause(answer, left));
    }
  }

  private static Duration pause(JsonNode answer, Duration left) {
    Duration asked = Duration.ofSeconds(Math.max(1, answer.path("retry_after").asLong(1)));
    Duration pause = asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    return pause.compareTo(left) < 0 ? pause : left;
  }

  private static int exitCode(String decision) {
    return switch (decision) {
      case "allow" -> CommandLine.ExitCode.OK;
      case "wait" -> WAITS;
      default -> DENIED;
    };
  }

  private int unreachable(String why) {
    spec.commandLine()
        .getErr()
        .println(why + "; --on-unreachable " + onUnreachable + " decides: " + onUnreachable);
    return onUnreachable == Unreachable.allow ? CommandLine.ExitCode.OK : DENIED;
  }

  private ObjectNode question() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("environment", environment);
    put(body, "service", service);
    put(body, "repository", repository);
    put(body, "sha", sha);
    put(body, "ref", ref);
    put(body, "window", window);
    if (!incidents.isEmpty()) {
      ArrayNode named = body.putArray("incidents");
      incidents.forEach(named::add);
    }
    if (run != null || runUrl != null) {
      ObjectNode asking = body.putObject("run");
      put(asking, "id", run);
      put(asking, "url", runUrl);
    }
    return isDryRun ? body.put("dry_run", true) : body;
  }

  private static void put(ObjectNode body, String member, @Nullable String value) {
    if (value != null) {
      body.put(member, value);
    }
  }

  private void print(JsonNode answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(answer);
      out.flush();
      return;
    }
    out.println(
        answer.path("decision").asText()
            + ": "
            + line(answer.at("/service/name"))
            + " to "
            + line(answer.path("environment"))
            + until(answer));
    for (JsonNode reason : answer.path("reasons")) {
      out.println(
          (reason.path("blocking").asBoolean() ? "  blocks: " : "  note: ")
              + line(reason.path("text"))
              + (reason.path("cure").isTextual() ? "; " + line(reason.path("cure")) : ""));
    }
    if (!answer.path("overridden").isNull() && answer.has("overridden")) {
      out.println("  overridden by " + line(answer.at("/overridden/by")));
    }
    out.flush();
  }

  private static String until(JsonNode answer) {
    if (answer.path("lease_until").isTextual()) {
      return ", until " + answer.path("lease_until").asText();
    }
    return answer.path("until").isTextual() ? ", not before " + answer.path("until").asText() : "";
  }

  private static String line(JsonNode text) {
    return SafeText.line(text.asText(), LONGEST_LINE);
  }
}
