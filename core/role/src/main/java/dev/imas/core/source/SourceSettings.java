package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks a source's {@code config}: how the gateway reads its bodies. The gateway reads what passes
 * here; what it does not know is refused, so that a misspelt key is noticed.
 */
final class SourceSettings {

  private static final int MOST_ENTRIES = 200;
  private static final int LONGEST = 500;
  private static final Pattern TIMEOUT = Pattern.compile("(?!0+(s|m|h)?$)\\d{1,6}(s|m|h)?");

  /** What PostgreSQL reads as an interval, too: lapse_alerts does. */
  private static final Pattern STALE = Pattern.compile("(?!0+.$)\\d{1,5}[mhd]");

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /** Of RFC 9110 to 9112 and its relatives, of proxies, of browsers, and of ours. */
  private static final Set<String> STANDARD =
      Set.of(
          ("age allow authorization connection cookie cookie2 date dnt early-data etag expect"
                  + " expires forwarded from host http2-settings keep-alive link location"
                  + " max-forwards origin pragma prefer priority range referer retry-after server"
                  + " set-cookie te traceparent tracestate trailer transfer-encoding upgrade"
                  + " user-agent vary via warning www-authenticate x-real-ip x-request-id"
                  + " x-correlation-id x-http-method-override x-requested-with baggage b3")
              .split(" "));

  private static final List<String> STANDARD_BEGINNINGS =
      List.of(
          "accept",
          "access-control-",
          "cache-",
          "content-",
          "if-",
          "proxy-",
          "sec-",
          "x-b3-",
          "x-envoy-",
          "x-forwarded-",
          "x-grafana-alerting-",
          "x-imas-signature",
          "x-imas-timestamp");

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
      case "stale_after" -> {
        if (!value.isTextual() || !STALE.matcher(value.textValue()).matches()) {
          body.fault(at, "must be a time of a minute or more such as 30m, 12h or 7d");
        }
      }
      case "key_header" -> {
        if (!value.isTextual() || !HEADER.matcher(value.textValue()).matches()) {
          body.fault(at, "must be the name of a header");
        } else if (isStandard(value.textValue())) {
          body.fault(at, "means something in every request already; choose another, such as X-Key");
        }
      }
      case "unsigned_time", "alertmanager_api" -> {
        if (!value.isBoolean()) {
          body.fault(at, "must be true or false");
        }
      }
      case "mapping" -> mapping(at, value);
      default ->
          body.fault(
              at,
              "is not known; known are alertmanager_api, identity_labels, ignored_labels,"
                  + " key_header, mapping, resolve_timeout, severity_mapping, stale_after,"
                  + " unsigned_time");
    }
  }

  /** A key looked for there would be looked for in everybody's requests. */
  private static boolean isStandard(String header) {
    String name = header.toLowerCase(Locale.ROOT);
    return STANDARD.contains(name) || STANDARD_BEGINNINGS.stream().anyMatch(name::startsWith);
  }

  private void names(String at, JsonNode value) {
    if (!value.isArray() || value.size() > MOST_ENTRIES) {
      body.fault(at, "must be a list of at most " + MOST_ENTRIES + " names");
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      String name = value.get(i).textValue();
      if (name == null || name.isEmpty() || isUnfit(name)) {
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
      if (isUnfit(e.getKey())) {
        body.fault(at, "has a word that is too long or holds U+0000");
      } else if (!e.getValue().isTextual() || Severity.parse(e.getValue().textValue()).isEmpty()) {
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
          if (isUnfit(label.getKey())) {
            body.fault(field, "has a name that is too long or holds U+0000");
          }
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

  /** PostgreSQL takes U+0000 in no text. */
  private static boolean isUnfit(String text) {
    return text.length() > LONGEST || text.indexOf(0) >= 0;
  }

  private void pointer(String at, JsonNode value) {
    String text = value.textValue();
    if (text == null || !text.startsWith("/") || isUnfit(text)) {
      body.fault(at, "must be a JSON pointer such as /event/name");
    }
  }
}
