package dev.imas.core.launch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description =
        "Makes the configuration of a tenant what YAML documents say, all of them or none. Prints"
            + " what changes. Exit code 0: done, or nothing to do. 1: IMAS refused or does not"
            + " answer. 2: the documents are wrong.")
final class ApplyCommand implements Callable<Integer> {

  private static final int INVALID = 422;

  /** What --reassign without names stands for. */
  private static final String PICKED = "";

  @Option(
      names = {"-f", "--file"},
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description =
          "A file, a folder with its .yaml and .yml files, or - for the standard input. Can be"
              + " given several times.")
  private List<String> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      defaultValue = "default",
      description =
          "Whose documents these are. A repository of its own takes a set of its own. Default:"
              + " ${DEFAULT-VALUE}")
  private String set = "default";

  @Option(names = "--dry-run", description = "Checks everything, and writes nothing.")
  private boolean isDry;

  @Option(
      names = "--prune",
      description =
          "Deletes what an earlier apply of the set made or took over, and has no document any"
              + " more.")
  private boolean prunes;

  @Option(
      names = "--end-alerts",
      description =
          "Ends the alerts that fire of a source that is deleted, switched off or changed so that"
              + " they could not recover. Without it, such an apply is refused.")
  private boolean endsAlerts;

  @Option(
      names = "--reassign",
      paramLabel = "USER=SUCCESSOR",
      arity = "0..1",
      fallbackValue = PICKED,
      description =
          "With --prune: gives the turns and other places of a user who is deleted to another. Can"
              + " be given several times. Without names, IMAS picks: in a rotation whoever comes"
              + " next, elsewhere a lead of the team.")
  private List<String> reassigned = List.of();

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    YamlFiles read = YamlFiles.read(files, System::getenv);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("documents", read.resolved());
    body.put("set", set).put("dry_run", isDry).put("prune", prunes);
    body.put("reassign", reassigned.contains(PICKED));
    reassigned.stream()
        .filter(named -> !named.equals(PICKED))
        .forEach(named -> addSuccessor(body.withObject("/successors"), named));
    ImasApi.Reply reply = api.post("/configuration" + (endsAlerts ? "?end_alerts=true" : ""), body);
    if (reply.status() == INVALID) {
      throw new CommandFailure(
          YamlFiles.WRONG_DOCUMENTS,
          String.join(System.lineSeparator(), read.placed(reply.body()))
              + System.lineSeparator()
              + "Nothing was written.");
    }
    if (reply.status() != 200) {
      throw new CommandFailure(
          ImasApi.REFUSED, ImasApi.reason(reply) + System.lineSeparator() + "Nothing was written.");
    }
    ChangeText.lines(reply.body()).forEach(spec.commandLine().getOut()::println);
    return CommandLine.ExitCode.OK;
  }

  private static void addSuccessor(ObjectNode successors, String named) {
    int sign = named.indexOf('=');
    if (sign < 1 || sign == named.length() - 1) {
      throw new CommandFailure(
          YamlFiles.WRONG_DOCUMENTS,
          "--reassign " + named + " names no two users; write --reassign eve=bob");
    }
    successors.put(named.substring(0, sign).strip(), named.substring(sign + 1).strip());
  }
}
