package dev.imas.gateway.sender.custom;

import com.fasterxml.jackson.core.JsonParser;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.CustomMapping;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.FoldedName;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name and the identity of a custom alert. The identity is {@code dedup_key} where given, else
 * the name and labels without those that a sender changes while the alert fires. A body without any
 * of these is named after its most telling text and identified by all of its content that stays
 * ({@link SteadyText}): a second outage must not be taken for a repeat of the first. Such an
 * identity holds within one source only, since nothing shows that two sources mean the same.
 *
 * @param isWeak whether all content that stays identifies it
 * @param telling what an alert without a name is about, for people; empty for one with a name
 */
record CustomIdentity(
    String name, Labels labels, Fingerprint fingerprint, boolean isWeak, String telling) {

  private static final String KIND = "custom";
  private static final String DEFAULT_NAME = "custom_alert";
  private static final int LONGEST_NAME_OF_A_TEXT = 200;

  private static final Set<String> VOLATILE =
      Set.of("severity", "priority", "level", "status", "value", "values");

  /** Labels that many alerts share. They identify none alone. */
  private static final Set<String> SHARED =
      Set.of(
          "service",
          "job",
          "app",
          "application",
          "component",
          "source",
          "team",
          "owner",
          "env",
          "environment",
          "region",
          "zone",
          "datacenter",
          "cluster",
          "namespace");

  /** Fields that serve as the name where there is none. */
  private static final String[] CALLED = {
    "alert",
    "alarm",
    "check",
    "check_name",
    "monitor",
    "monitor_name",
    "rule",
    "rule_name",
    "problem",
    "event",
    "event_name"
  };

  private static final String[] TEXTS = {"summary", "subject", "message", "text"};

  /** Where else people write what is wrong. It names nothing, and is shown. */
  private static final String[] TELLING = {
    "description",
    "subject",
    "headline",
    "reason",
    "details",
    "detail",
    "error",
    "error_message",
    "msg",
    "body",
    "content",
    "info",
    "note",
    "output",
    "log",
    "exception"
  };

  /** Fields whose spelling may vary without changing the identity. */
  private static final List<String> UNIDENTIFYING =
      List.of(
          "status",
          "severity",
          "priority",
          "level",
          "summary",
          "description",
          "message",
          "url",
          "link",
          "starts_at",
          "ends_at",
          "observed_at");

  private static final Map<String, String> ALWAYS_OURS = FoldedName.toOurs(UNIDENTIFYING);

  /** Fields without which the body would have no identity. */
  private static final Map<String, String> ALL_OURS =
      FoldedName.toOurs(
          Stream.of(
                  UNIDENTIFYING,
                  List.of("alert_name", "name", "title", "dedup_key", "service", "source"),
                  List.of(CALLED),
                  List.of(TEXTS))
              .flatMap(List::stream)
              .toList());

  /** Whether it has no name of its own. */
  boolean isNameless() {
    return name.equals(DEFAULT_NAME);
  }

  /** Null where no field tells one alert from another. */
  static @Nullable CustomIdentity of(CustomFields fields, DecodeContext context, BodyCursor in)
      throws IOException {
    fields.adopt(isGiven(fields) ? ALWAYS_OURS : ALL_OURS);
    Labels labels = labels(fields);
    String name = name(fields);
    String called = name.isEmpty() ? fields.words(false, CALLED) : name;
    String text = called.isEmpty() ? text(fields) : called;
    String shown = text.isEmpty() ? DEFAULT_NAME : text;
    String key = fields.get("dedup_key");
    if (!key.isEmpty()) {
      return new CustomIdentity(
          shown,
          labels,
          IdentityHash.start(context.identity(), KIND, "key").add(key).finish(),
          false,
          telling(shown, fields, "", key));
    }
    if (!name.isEmpty()
        || hasLabelOfItsOwn(fields.labels)
        || (text.isEmpty() && !fields.labels.isEmpty())) {
      Fingerprint fingerprint =
          IdentityHash.start(context.identity(), KIND, "labels")
              // A text for people may change while the alert fires, and there are labels here.
              .add(called.isEmpty() ? DEFAULT_NAME : called)
              .addOnly(labels, context.source().options().identity(), VOLATILE)
              .finish();
      return new CustomIdentity(shown, labels, fingerprint, false, telling(shown, fields, "", ""));
    }
    SteadyText steady = steady(fields, context.source().options().mapping(), in);
    if (steady == null) {
      return null;
    }
    if (text.isEmpty() && !steady.title().isEmpty()) {
      shown = firstLine(steady.title());
    }
    Fingerprint fingerprint =
        IdentityHash.start(context.identity(), KIND, "element")
            .add(context.source().id().toString())
            .add(steady.text())
            .finish();
    return new CustomIdentity(
        shown, labels, fingerprint, true, telling(shown, fields, steady.title(), ""));
  }

  private static String telling(String shown, CustomFields fields, String inner, String otherwise) {
    if (!shown.equals(DEFAULT_NAME)) {
      return "";
    }
    String text = fields.words(true, TELLING);
    text = text.isEmpty() ? inner : text;
    text = text.isEmpty() ? fields.longestSentence() : text;
    return firstLine(text.isEmpty() ? otherwise : text);
  }

  private static boolean isGiven(CustomFields fields) {
    return !fields.labels.isEmpty()
        || !fields.get("dedup_key").isEmpty()
        || !name(fields).isEmpty();
  }

  private static boolean hasLabelOfItsOwn(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      if (!SHARED.contains(labels.name(i)) && !VOLATILE.contains(labels.name(i))) {
        return true;
      }
    }
    return false;
  }

  private static String name(CustomFields fields) {
    String name = fields.get("alert_name", "name");
    if (!name.isEmpty()) {
      return name;
    }
    String label = fields.labels.get("alertname");
    return label != null && !label.isBlank() ? label : fields.get("title");
  }

  /** The first line, as much of it as a list shows. */
  private static String text(CustomFields fields) {
    String text = fields.words(true, TEXTS);
    if (text.isEmpty()) {
      text = Objects.requireNonNullElse(fields.annotations.get("summary"), "");
    }
    return firstLine(text);
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    if (line.length() <= LONGEST_NAME_OF_A_TEXT) {
      return line;
    }
    int end = LONGEST_NAME_OF_A_TEXT;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
  }

  /**
   * Fields with the same meaning as a label are merged into one; of these, severity fields win over
   * the label.
   */
  private static Labels labels(CustomFields fields) {
    Labels labels = fields.labels;
    for (String field : new String[] {"severity", "priority", "level"}) {
      String value = fields.get(field);
      if (!value.isEmpty()) {
        labels = labels.with(field, value);
      }
    }
    for (String field : new String[] {"service", "source"}) {
      String value = fields.get(field);
      if (!value.isEmpty() && labels.get(field) == null) {
        labels = labels.with(field, value);
      }
    }
    return labels;
  }

  private static @Nullable SteadyText steady(
      CustomFields fields, CustomMapping mapping, BodyCursor in) throws IOException {
    SteadyText steady = steady(fields, mapping, in, false);
    // Those fields hold nothing but states: then these words name it.
    return steady == null ? steady(fields, mapping, in, true) : steady;
  }

  private static @Nullable SteadyText steady(
      CustomFields fields, CustomMapping mapping, BodyCursor in, boolean states)
      throws IOException {
    try (JsonParser again = in.again(fields.bodyStart, fields.bodyEnd)) {
      again.nextToken();
      return SteadyText.of(again, mapping.root(), states);
    }
  }
}
