package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Checks a source's {@code config}: how the gateway reads its bodies. The gateway reads what passes
 * here; what it does not know is refused, so that a misspelt key is noticed.
 */
final class SourceSettings {

  private static final int MOST_ENTRIES = 200;
  private static final int LONGEST = 500;
  private static final Pattern TIMEOUT = Pattern.compile("(?!0+(s|m|h)?$)\\d{1,6}(s|m|h)?");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private final Body body;

  private SourceSettings(Body body) {
    this.body = body;
  }

  static void check(JsonNode config, Body body) {
    SourceSettings settings = new SourceSettings(body);
    if (!config.isObject()) {
      body.fault("/config", "must be an object");
      return;
    }
    if (config.toString().length() > 64 * 1024) {
      body.fault("/config", "is larger than 64 KiB");
      return;
    }
    for (Map.Entry<String, JsonNode> e : config.properties()) {
      settings.member(e.getKey(), "/config/" + e.getKey(), e.getValue());
    }
  }

  private void member(String name, String at, JsonNode value) {
    switch (name) {
      case "identity_labels", "ignored_labels" -> names(at, value);
      case "severity_mapping" -> severities(at, value);
      case "resolve_timeout" -> {
        if (!TIMEOUT.matcher(value.asText()).matches()) {
          body.fault(at, "must be a time such as 5m, 300s or 1h");
        }
      }
      case "key_header" -> {
        if (!value.isTextual() || !HEADER.matcher(value.textValue()).matches()) {
          body.fault(at, "must be the name of a header");
        }
      }
      case "mapping" -> mapping(at, value);
      default ->
          body.fault(
              at,
              "is not known; known are identity_labels, ignored_labels, key_header, mapping, "
                  + "resolve_timeout, severity_mapping");
    }
  }

  private void names(String at, JsonNode value) {
    if (!value.isArray() || value.size() > MOST_ENTRIES) {
      body.fault(at, "must be a list of at most " + MOST_ENTRIES + " names");
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      String name = value.get(i).textValue();
      if (name == null || name.isEmpty() || name.length() > LONGEST) {
        body.fault(at + "/" + i, "must be a name");
      }
    }
  }

  private void severities(String at, JsonNode value) {
    if (!value.isObject() || value.size() > MOST_ENTRIES) {
      body.fault(at, "must be an object of at most " + MOST_ENTRIES + " words to severities");
      return;
    }
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      if (!e.getValue().isTextual() || Severity.parse(e.getValue().textValue()).isEmpty()) {
        body.fault(at + "/" + e.getKey(), "must be a severity such as SEV2");
      }
    }
  }

  private void mapping(String at, JsonNode value) {
    if (!value.isObject()) {
      body.fault(at, "must be an object of field to JSON pointer");
      return;
    }
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      String field = at + "/" + e.getKey();
      if (e.getKey().equals("resolved_values")) {
        names(field, e.getValue());
      } else if (e.getKey().equals("labels") && e.getValue().isObject()) {
        for (Map.Entry<String, JsonNode> label : e.getValue().properties()) {
          pointer(field + "/" + label.getKey(), label.getValue());
        }
      } else if (!CustomField.NAMES.contains(e.getKey())) {
        body.fault(
            field,
            "must be one of " + String.join(", ", CustomField.NAMES.stream().sorted().toList()));
      } else {
        pointer(field, e.getValue());
      }
    }
  }

  private void pointer(String at, JsonNode value) {
    String text = value.textValue();
    if (text == null || !text.startsWith("/") || text.length() > LONGEST) {
      body.fault(at, "must be a JSON pointer such as /event/name");
    }
  }
}
