package dev.imas.core.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.imports.AlertmanagerImport;
import dev.imas.core.imports.ImportFault;
import dev.imas.core.imports.ImportResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = "Translates the configuration of another system into documents for imas apply.",
    subcommands = ImportCommand.AlertmanagerCommand.class)
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to import: imas import alertmanager FILE");
  }

  @Command(
      name = "alertmanager",
      description =
          "Translates an alertmanager.yml, without a server. Prints what was carried over, what is"
              + " different and what was left out. Exit code 0: translated. 2: the file is wrong.")
  static final class AlertmanagerCommand implements Callable<Integer> {

    @Parameters(
        paramLabel = "FILE",
        description = "The alertmanager.yml, or - for the standard input.")
    private String file = "";

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FOLDER",
        description =
            "Writes a file for each kind of document into this folder. Default: only the report.")
    private @Nullable Path folder;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
      boolean isInput = file.equals("-");
      Path path = Path.of(isInput ? "." : file).toAbsolutePath();
      Path besides = isInput ? path : path.getParent();
      ImportResult result =
          AlertmanagerImport.of(
              text(isInput, path), name -> besides == null ? name : located(besides, name));
      return switch (result) {
        case ImportResult.Refused refused -> throw refusal(refused);
        case ImportResult.Imported imported -> write(imported);
      };
    }

    private String text(boolean isInput, Path path) throws IOException {
      if (isInput) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (!Files.isRegularFile(path)) {
        throw new CommandFailure(YamlFiles.WRONG_DOCUMENTS, "there is no file " + file);
      }
      // Every character has a byte or more, and four at most.
      if (Files.size(path) > 4L * AlertmanagerImport.LONGEST) {
        throw new CommandFailure(
            YamlFiles.WRONG_DOCUMENTS,
            file + " has more than " + AlertmanagerImport.LONGEST + " characters");
      }
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    }

    private static String located(Path besides, String name) {
      return besides.resolve(name).normalize().toString();
    }

    private CommandFailure refusal(ImportResult.Refused refused) {
      return new CommandFailure(
          YamlFiles.WRONG_DOCUMENTS,
          String.join(
              System.lineSeparator(), refused.faults().stream().map(this::placed).toList()));
    }

    private String placed(ImportFault fault) {
      String what = fault.path().isEmpty() ? "" : fault.path() + " ";
      return file + ":" + fault.line() + ": " + what + fault.says();
    }

    private int write(ImportResult.Imported imported) throws IOException {
      PrintWriter out = spec.commandLine().getOut();
      ImportText.lines(imported).forEach(out::println);
      if (folder == null) {
        out.println("Nothing was written; --out FOLDER writes the documents.");
        return CommandLine.ExitCode.OK;
      }
      Map<String, StringBuilder> files = new LinkedHashMap<>();
      for (ObjectNode document : imported.documents()) {
        files
            .computeIfAbsent(document.path("kind").asText(), kind -> new StringBuilder())
            .append(YamlText.of(document));
      }
      Files.createDirectories(folder);
      for (var one : files.entrySet()) {
        Path written = folder.resolve(one.getKey() + ".yaml");
        Files.writeString(written, one.getValue());
        out.println(written);
      }
      out.println("Look at them, then: imas apply -f " + folder + " --set alertmanager --dry-run");
      return CommandLine.ExitCode.OK;
    }
  }
}
