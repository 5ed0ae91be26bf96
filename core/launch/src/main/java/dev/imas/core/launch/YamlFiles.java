package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The documents that a user named, by files and folders. */
final class YamlFiles {

  /** Some documents cannot be used. */
  static final int WRONG_DOCUMENTS = 2;

  private final List<YamlDocument> documents = new ArrayList<>();
  private final ArrayNode resolved = JsonNodeFactory.instance.arrayNode();

  private YamlFiles() {}

  /**
   * @param named files, folders, or - for the standard input
   * @throws CommandFailure with all faults
   */
  static YamlFiles read(List<String> named, Function<String, @Nullable String> environment)
      throws IOException {
    YamlFiles files = new YamlFiles();
    List<String> faults = new ArrayList<>();
    for (String name : named) {
      if (name.equals("-")) {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        files.add("-", text, Path.of("."), environment, faults);
        continue;
      }
      for (Path file : found(Path.of(name), faults)) {
        Path folder = file.toAbsolutePath().getParent();
        files.add(
            file.toString(),
            Files.readString(file),
            folder == null ? Path.of(".") : folder,
            environment,
            faults);
      }
    }
    if (!faults.isEmpty()) {
      throw new CommandFailure(WRONG_DOCUMENTS, String.join(System.lineSeparator(), faults));
    }
    return files;
  }

  private static List<Path> found(Path named, List<String> faults) throws IOException {
    if (Files.isRegularFile(named)) {
      return List.of(named);
    }
    if (!Files.isDirectory(named)) {
      faults.add("there is no file or folder " + named);
      return List.of();
    }
    try (Stream<Path> below = Files.walk(named)) {
      List<Path> all = below.filter(YamlFiles::isDocument).sorted().toList();
      if (all.isEmpty()) {
        faults.add("the folder " + named + " has no file that ends in .yaml or .yml");
      }
      return all;
    }
  }

  private static boolean isDocument(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"));
  }

  private void add(
      String name,
      String text,
      Path folder,
      Function<String, @Nullable String> environment,
      List<String> faults) {
    for (YamlDocument document : YamlReader.read(name, text, faults)) {
      documents.add(document);
      resolved.add(new SecretReferences(environment, document, folder, faults).resolved());
    }
  }

  int count() {
    return documents.size();
  }

  /** As the API takes them. */
  ArrayNode resolved() {
    return resolved;
  }

  /** One line for each fault that the API found, with the file and the line where it is. */
  List<String> placed(JsonNode problem) {
    List<String> told = new ArrayList<>();
    problem
        .path("details")
        .properties()
        .forEach(
            one -> one.getValue().forEach(text -> told.add(place(one.getKey()) + text.asText())));
    if (told.isEmpty()) {
      told.add(place(problem.path("pointer").asText()) + problem.path("detail").asText());
    }
    return told.stream().sorted().toList();
  }

  private String place(String pointer) {
    String[] parts = pointer.split("/", 4);
    if (parts.length < 3 || !parts[1].equals("documents") || !parts[2].matches("\\d{1,6}")) {
      return "";
    }
    int index = Integer.parseInt(parts[2]);
    return index >= documents.size()
        ? ""
        : documents.get(index).place(parts.length < 4 ? "" : "/" + parts[3]) + ": ";
  }
}
