package dev.imas.gateway.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.imas.core.model.Severity;
import dev.imas.gateway.fingerprint.LabelSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@link SourceOptions}, gathering faults instead of stopping at the first. */
final class SourceOptionsReader {

  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6})(s|m|h)?");

  private final List<String> faults = new ArrayList<>();
  private Set<String> only = Set.of();
  private Set<String> ignored = Set.of();
  private Map<String, Severity> severities = Map.of();
  private CustomMapping mapping = CustomMapping.NONE;
  private Duration timeout = SourceOptions.DEFAULT_RESOLVE_TIMEOUT;

  SourceOptions read(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        readKeys(parser);
        if (parser.nextToken() != null) {
          faults.add("the configuration must be one JSON object");
        }
      } else {
        faults.add("the configuration must be a JSON object");
      }
    } catch (JsonProcessingException e) {
      faults.add("the configuration is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    if (!faults.isEmpty()) {
      throw new SourceOptions.InvalidOptions(faults);
    }
    return new SourceOptions(new LabelSelection(only, ignored), severities, mapping, timeout);
  }

  private void readKeys(JsonParser parser) throws IOException {
    String key;
    while ((key = parser.nextFieldName()) != null) {
      parser.nextToken();
      switch (key) {
        case "identity_labels" -> only = names(key, parser);
        case "ignored_labels" -> ignored = names(key, parser);
        case "severity_mapping" -> severities = severities(parser);
        case "resolve_timeout" -> timeout(parser);
        case "mapping" -> mapping = mapping(parser);
        default -> parser.skipChildren();
      }
    }
  }

  private Set<String> names(String key, JsonParser parser) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      fault(key, "a list of label names", parser);
      return names;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = string(parser);
      if (name == null || name.isEmpty()) {
        fault(key, "a list of label names", parser);
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private Map<String, Severity> severities(JsonParser parser) throws IOException {
    Map<String, Severity> map = new HashMap<>();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      fault("severity_mapping", "an object of word to severity", parser);
      return map;
    }
    String word;
    while ((word = parser.nextFieldName()) != null) {
      parser.nextToken();
      String text = string(parser);
      Severity severity = text == null ? null : Severity.parse(text).orElse(null);
      if (severity == null) {
        fault("severity_mapping." + word, "a severity such as SEV2", parser);
      } else {
        map.put(word.strip().toLowerCase(Locale.ROOT), severity);
      }
    }
    return map;
  }

  private void timeout(JsonParser parser) throws IOException {
    Matcher m = TIMEOUT.matcher(parser.currentToken().isScalarValue() ? parser.getText() : "");
    if (!m.matches() || m.group(1).matches("0+")) {
      fault("resolve_timeout", "a time such as 5m, 300s or 1h", parser);
      return;
    }
    long count = Long.parseLong(m.group(1));
    String unit = m.group(2);
    timeout =
        switch (unit == null ? "s" : unit) {
          case "h" -> Duration.ofHours(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofSeconds(count);
        };
  }

  private CustomMapping mapping(JsonParser parser) throws IOException {
    CustomMapping.Builder built = new CustomMapping.Builder();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      fault("mapping", "an object of field to JSON pointer", parser);
      return CustomMapping.NONE;
    }
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (field.equals("labels") && token == JsonToken.START_OBJECT) {
        String label;
        while ((label = parser.nextFieldName()) != null) {
          parser.nextToken();
          String at = "mapping.labels." + label;
          add(at, built.label(label, string(parser)), parser);
        }
      } else if (field.equals("resolved_values")) {
        built.resolvedWords(names("mapping.resolved_values", parser));
      } else {
        add("mapping." + field, built.field(field, string(parser)), parser);
      }
    }
    return built.build();
  }

  private void add(String key, @Nullable String expected, JsonParser parser) throws IOException {
    if (expected != null) {
      fault(key, expected, parser);
    }
  }

  private static @Nullable String string(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  private void fault(String key, String expected, JsonParser parser) throws IOException {
    faults.add(key + ": expected " + expected);
    parser.skipChildren();
  }
}
