package dev.imas.core.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** Documents as YAML that {@link YamlReader} reads. */
final class YamlText {

  private static final YAMLMapper PLAIN =
      YAMLMapper.builder()
          .enable(Feature.MINIMIZE_QUOTES)
          .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .disable(Feature.SPLIT_LINES)
          .build();

  private YamlText() {}

  /** Begins with {@code ---}. */
  static String of(JsonNode document) {
    try {
      return PLAIN.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON can be written as YAML", e);
    }
  }
}
