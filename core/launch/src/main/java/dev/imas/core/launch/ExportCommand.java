package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description =
        "Writes the configuration of a tenant as YAML documents that imas apply reads, without"
            + " secrets.")
final class ExportCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      description =
          "Writes a file for each kind of document into this folder, in place of those of an"
              + " earlier export. Default: everything to the standard output.")
  private @Nullable Path folder;

  @Option(
      names = "--secrets-from-env",
      description =
          "For another installation: names a variable in the place of each secret, and lists them."
              + " Without it, an apply keeps the secrets that are there.")
  private boolean namesVariables;

  @Mixin private ImasApi api = new ImasApi();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ImasApi.Reply reply = api.get("/configuration");
    if (reply.status() != 200) {
      throw new CommandFailure(ImasApi.REFUSED, ImasApi.reason(reply));
    }
    Map<String, StringBuilder> files = new LinkedHashMap<>();
    SecretVariables variables = new SecretVariables();
    for (JsonNode document : reply.body().path("documents")) {
      if (namesVariables) {
        variables.replaceIn(document);
      }
      files
          .computeIfAbsent(document.path("kind").asText(), kind -> new StringBuilder())
          .append(YamlText.of(document));
    }
    List<String> needed = variables.lines();
    if (!needed.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("Secrets that imas apply needs:");
      needed.forEach(err::println);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (folder == null) {
      files.values().forEach(out::print);
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Path written = folder.resolve(file.getKey() + ".yaml");
      Files.writeString(written, file.getValue());
      out.println(written);
    }
    return CommandLine.ExitCode.OK;
  }
}
