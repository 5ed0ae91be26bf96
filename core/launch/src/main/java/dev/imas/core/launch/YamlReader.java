package dev.imas.core.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the documents of a YAML file, and where each part of them is. */
final class YamlReader {

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 50;

  private final String file;
  private final YAMLParser parser;
  private final List<String> faults;
  private Map<String, Integer> lines = new HashMap<>();

  private YamlReader(String file, YAMLParser parser, List<String> faults) {
    this.file = file;
    this.parser = parser;
    this.faults = faults;
  }

  /**
   * @param file as the user named it
   * @param faults takes what is wrong, with file and line
   */
  static List<YamlDocument> read(String file, String text, List<String> faults) {
    List<YamlDocument> documents = new ArrayList<>();
    try (YAMLParser parser = YAML.createParser(text)) {
      YamlReader reader = new YamlReader(file, parser, faults);
      while (parser.nextToken() != null) {
        reader.lines = new HashMap<>();
        int line = reader.line();
        JsonNode content = reader.value("", 0);
        if (content instanceof ObjectNode object) {
          documents.add(new YamlDocument(file, object, reader.lines));
        } else if (!content.isNull() && !"".equals(content.textValue())) {
          faults.add(file + ":" + line + ": is no document; begin it with kind and key");
        }
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      faults.add(file + ":" + line + ": is not YAML: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a text is read without a file", e);
    }
    return documents;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private JsonNode value(String at, int depth) throws IOException {
    lines.putIfAbsent(at, line());
    if (depth > DEEPEST) {
      faults.add(file + ":" + line() + ": is nested deeper than " + DEEPEST + " levels");
      parser.skipChildren();
      return NODES.nullNode();
    }
    if (parser.isCurrentAlias()) {
      faults.add(file + ":" + line() + ": is an alias (*), which is not read; write it out");
      return NODES.nullNode();
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(at, depth);
      case START_ARRAY -> list(at, depth);
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_ARRAY, END_OBJECT, NOT_AVAILABLE ->
          NODES.textNode(parser.getText());
    };
  }

  /** A telephone number is a text, with or without quotes. */
  private JsonNode whole() throws IOException {
    String text = parser.getText();
    if (text.startsWith("+") || (text.length() > 1 && text.startsWith("0"))) {
      return NODES.textNode(text);
    }
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private ObjectNode object(String at, int depth) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String below = at + "/" + name;
      lines.put(below, line());
      parser.nextToken();
      object.set(name, value(below, depth + 1));
    }
    return object;
  }

  private ArrayNode list(String at, int depth) throws IOException {
    ArrayNode list = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(at + "/" + list.size(), depth + 1));
    }
    return list;
  }
}
