package dev.imas.core.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Documents as YAML that {@link YamlReader} reads, and that means the same to readers of YAML 1.1,
 * to which {@code 18:00} without quotes is the number 1080.
 */
final class YamlText {

  private static final YAMLMapper PLAIN =
      YAMLMapper.builder(YAMLFactory.builder().stringQuotingChecker(new Quoting()).build())
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

  /** Quotes what either version of YAML would read as something else than a text. */
  private static final class Quoting extends StringQuotingChecker.Default {

    private static final long serialVersionUID = 1;
    private static final Resolver YAML_1_1 = new Resolver();

    @Override
    public boolean needToQuoteName(String name) {
      return super.needToQuoteName(name) || isOther(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || isOther(value);
    }

    private static boolean isOther(String text) {
      return !YAML_1_1.resolve(NodeId.scalar, text, true).equals(Tag.STR);
    }
  }
}
