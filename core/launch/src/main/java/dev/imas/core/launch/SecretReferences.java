package dev.imas.core.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts secrets in the place of {@code from_env: VARIABLE} and {@code from_file: PATH}, so that
 * files hold none.
 */
final class SecretReferences {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Function<String, @Nullable String> environment;
  private final YamlDocument document;
  private final Path folder;
  private final List<String> faults;

  /**
   * @param folder that paths in the document are relative to
   * @param faults takes what is wrong, with file and line
   */
  SecretReferences(
      Function<String, @Nullable String> environment,
      YamlDocument document,
      Path folder,
      List<String> faults) {
    this.environment = environment;
    this.document = document;
    this.folder = folder;
    this.faults = faults;
  }

  /** The document as the API takes it. */
  JsonNode resolved() {
    return resolved(document.content(), "");
  }

  private JsonNode resolved(JsonNode node, String at) {
    if (node.isArray()) {
      ArrayNode list = NODES.arrayNode();
      for (int i = 0; i < node.size(); i++) {
        list.add(resolved(node.get(i), at + "/" + i));
      }
      return list;
    }
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    String variable = reference(object, "from_env");
    String file = reference(object, "from_file");
    if (variable != null) {
      return secret(fromEnvironment(variable, at));
    }
    if (file != null) {
      return secret(fromFile(file, at));
    }
    ObjectNode made = NODES.objectNode();
    object
        .properties()
        .forEach(one -> made.set(one.getKey(), resolved(one.getValue(), at + "/" + one.getKey())));
    return made;
  }

  private static @Nullable String reference(ObjectNode object, String way) {
    return object.size() == 1 ? object.path(way).textValue() : null;
  }

  private static JsonNode secret(String value) {
    return NODES.objectNode().put("$secret", value);
  }

  private String fromEnvironment(String variable, String at) {
    String value = environment.apply(variable);
    if (value == null || value.isEmpty()) {
      faults.add(
          document.place(at)
              + ": the environment has no "
              + variable
              + "; set it, or write stored: true to keep the secret that IMAS has");
      return "";
    }
    return value;
  }

  /** Without the end of the last line, which editors add. */
  private String fromFile(String file, String at) {
    try {
      String value = Files.readString(folder.resolve(file)).replaceFirst("\\R\\z", "");
      if (!value.isEmpty()) {
        return value;
      }
      faults.add(document.place(at) + ": the file " + file + " is empty");
    } catch (IOException e) {
      faults.add(
          document.place(at)
              + ": the file "
              + file
              + " cannot be read ("
              + CommandFailure.reason(e)
              + "); paths begin at the folder of the document");
    }
    return "";
  }
}
