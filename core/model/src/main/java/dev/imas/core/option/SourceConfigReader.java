package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.CustomField;
import dev.imas.core.model.Severity;
import dev.imas.core.profile.SenderProfile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link SourceConfig}, and reports every fault instead of stopping at the first. */
final class SourceConfigReader {

  private static final int MOST_ENTRIES = 200;
  private static final int LONGEST = 500;
  private static final Pattern TIMEOUT = Pattern.compile("(?!0+(s|m|h)?$)(\\d{1,6})(s|m|h)?");

  /** PostgreSQL must read it as an interval too: lapse_alerts does. */
  private static final Pattern STALE = Pattern.compile("(?!0+.$)\\d{1,5}[mhd]");

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

  /** Headers of RFC 9110 to 9112 and related ones, of proxies, of browsers, and of IMAS. */
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

  private final SourceConfig.Faults faults;
  private Set<String> identityLabels = Set.of();
  private Set<String> ignoredLabels = Set.of();
  private Map<String, Severity> severities = Map.of();
  private @Nullable Duration resolveTimeout;
  private SourceConfig.Mapping mapping = SourceConfig.Mapping.NONE;
  private @Nullable SenderProfile profile;
  private @Nullable String keyHeader;
  private boolean unsignedTime;
  private @Nullable Boolean readsAlerts;
  private boolean readsAllAlerts;
  private boolean silences;
  private boolean sharesIdentity;
  private TestMode test = TestMode.OFF;
  private @Nullable KafkaTopic kafka;
  private boolean keepsBodies = true;
  private @Nullable SnsTopics sns;

  SourceConfigReader(SourceConfig.Faults faults) {
    this.faults = faults;
  }

  SourceConfig read(JsonNode config) {
    if (config.isObject()) {
      config.properties().forEach(e -> member(e.getKey(), "/" + e.getKey(), e.getValue()));
    } else {
      faults.add("", "must be an object");
    }
    if (sns != null && kafka != null) {
      faults.add("/kafka", "must be left out where sns is: what is read from Kafka is not signed");
    }
    return new SourceConfig(
        identityLabels,
        ignoredLabels,
        severities,
        resolveTimeout,
        mapping,
        profile,
        keyHeader,
        unsignedTime,
        readsAlerts,
        readsAllAlerts,
        silences,
        kafka,
        keepsBodies,
        sns,
        sharesIdentity,
        test);
  }

  private void member(String name, String at, JsonNode value) {
    switch (name) {
      case "identity_labels" -> identityLabels = names(at, value);
      case "ignored_labels" -> ignoredLabels = names(at, value);
      case "severity_mapping" -> severities = severities(at, value);
      case "resolve_timeout" -> resolveTimeout = timeout(at, value);
      case "stale_after" -> {
        if (!value.isTextual() || !STALE.matcher(value.textValue()).matches()) {
          faults.add(at, "must be a duration of a minute or more, such as 30m, 12h or 7d");
        }
      }
      case "key_header" -> keyHeader = header(at, value);
      case "unsigned_time" -> unsignedTime = Boolean.TRUE.equals(flag(at, value));
      case "alertmanager_api" -> readsAlerts = flag(at, value);
      case "reads_all_alerts" -> readsAllAlerts = Boolean.TRUE.equals(flag(at, value));
      case "shared_identity" -> sharesIdentity = Boolean.TRUE.equals(flag(at, value));
      case "test_mode" -> test = testMode(at, value);
      case "may_silence" -> silences = Boolean.TRUE.equals(flag(at, value));
      case "kafka" ->
          kafka = KafkaTopic.read(value, (pointer, expected) -> faults.add(at + pointer, expected));
      case "recent_bodies" -> keepsBodies = !Boolean.FALSE.equals(flag(at, value));
      case "sns" ->
          sns = SnsTopics.read(value, (pointer, expected) -> faults.add(at + pointer, expected));
      case "mapping" -> mapping = mapping(at, value);
      case "profile" ->
          profile =
              SenderProfile.read(value, (pointer, expected) -> faults.add(at + pointer, expected));
      default -> {}
    }
  }

  private @Nullable Duration timeout(String at, JsonNode value) {
    Matcher time = TIMEOUT.matcher(value.asText());
    if (!time.matches()) {
      faults.add(at, "must be a duration such as 5m, 300s or 1h");
      return null;
    }
    long count = Long.parseLong(time.group(2));
    return switch (time.group(3)) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      case null, default -> Duration.ofSeconds(count);
    };
  }

  private @Nullable String header(String at, JsonNode value) {
    if (!value.isTextual() || !HEADER.matcher(value.textValue()).matches()) {
      faults.add(at, "must be the name of an HTTP header, such as X-Key");
      return null;
    }
    String name = value.textValue().toLowerCase(Locale.ROOT);
    // The header is looked at in every request, so one that other senders use would be taken for a
    // key.
    if (STANDARD.contains(name) || STANDARD_BEGINNINGS.stream().anyMatch(name::startsWith)) {
      faults.add(at, "is a standard header; choose another, such as X-Key");
      return null;
    }
    return name;
  }

  private @Nullable Boolean flag(String at, JsonNode value) {
    if (!value.isBoolean()) {
      faults.add(at, "must be true or false");
      return null;
    }
    return value.booleanValue();
  }

  private TestMode testMode(String at, JsonNode value) {
    return switch (value.textValue()) {
      case "off" -> TestMode.OFF;
      case "header" -> TestMode.HEADER;
      case "always" -> TestMode.ALWAYS;
      case null, default -> {
        faults.add(at, "must be off, header or always");
        yield TestMode.OFF;
      }
    };
  }

  private Set<String> names(String at, JsonNode value) {
    Set<String> names = new LinkedHashSet<>();
    if (!value.isArray() || value.size() > MOST_ENTRIES) {
      faults.add(at, "must be a list of at most " + MOST_ENTRIES + " names");
      return names;
    }
    for (int i = 0; i < value.size(); i++) {
      String name = value.get(i).textValue();
      if (name == null || name.isEmpty() || isUnfit(name)) {
        faults.add(
            at + "/" + i, "must be a text of 1 to " + LONGEST + " characters without " + "U+0000");
      } else {
        names.add(name);
      }
    }
    return names;
  }

  private Map<String, Severity> severities(String at, JsonNode value) {
    Map<String, Severity> read = new LinkedHashMap<>();
    if (!value.isObject() || value.size() > MOST_ENTRIES) {
      faults.add(
          at,
          "must be an object of at most "
              + MOST_ENTRIES
              + " members, each a word "
              + "and its severity");
      return read;
    }
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      String text = e.getValue().textValue();
      Severity severity = text == null ? null : Severity.parse(text).orElse(null);
      if (isUnfit(e.getKey())) {
        faults.add(
            at,
            "has a word with more than "
                + LONGEST
                + " characters or with U+0000; "
                + "shorten or remove it");
      } else if (severity == null) {
        faults.add(
            at + "/" + e.getKey(),
            "must be a severity: SEV1_CRITICAL to SEV4_LOW or " + "P1 to P4");
      } else {
        read.put(e.getKey().strip().toLowerCase(Locale.ROOT), severity);
      }
    }
    return read;
  }

  private SourceConfig.Mapping mapping(String at, JsonNode value) {
    if (!value.isObject()) {
      faults.add(at, "must be an object, each member a field and its JSON pointer");
      return SourceConfig.Mapping.NONE;
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    Set<String> resolvedWords = Set.of();
    for (Map.Entry<String, JsonNode> e : value.properties()) {
      String field = at + "/" + e.getKey();
      if (e.getKey().equals("resolved_values")) {
        resolvedWords = names(field, e.getValue());
      } else if (e.getKey().equals("labels") && e.getValue().isObject()) {
        labels(field, e.getValue(), labels);
      } else if (!CustomField.NAMES.contains(e.getKey())) {
        faults.add(
            field,
            "must be one of " + String.join(", ", CustomField.NAMES.stream().sorted().toList()));
      } else if (isPointer(field, e.getValue())) {
        fields.put(e.getKey(), e.getValue().textValue());
      }
    }
    return new SourceConfig.Mapping(fields, labels, resolvedWords);
  }

  private void labels(String at, JsonNode value, Map<String, String> labels) {
    for (Map.Entry<String, JsonNode> label : value.properties()) {
      if (label.getKey().isEmpty() || isUnfit(label.getKey())) {
        faults.add(
            at,
            "has a label name that is empty, has more than "
                + LONGEST
                + " "
                + "characters or holds U+0000");
      }
      if (isPointer(at + "/" + label.getKey(), label.getValue())) {
        labels.put(label.getKey(), label.getValue().textValue());
      }
    }
  }

  private boolean isPointer(String at, JsonNode value) {
    String text = value.textValue();
    boolean is = text != null && text.startsWith("/") && !isUnfit(text);
    if (!is) {
      faults.add(at, "must be a JSON pointer such as /event/name");
    }
    return is;
  }

  /** PostgreSQL cannot store U+0000 in a text. */
  private static boolean isUnfit(String text) {
    return text.length() > LONGEST || text.indexOf(0) >= 0;
  }
}
