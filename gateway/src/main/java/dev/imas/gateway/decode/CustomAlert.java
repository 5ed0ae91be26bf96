package dev.imas.gateway.decode;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.gateway.fingerprint.IdentityHash;
import java.util.Locale;
import java.util.Set;

/**
 * Makes an alert of custom fields. Its identity is {@code dedup_key} where given; else its name and
 * labels, without those that a sender changes while the alert fires.
 */
final class CustomAlert {

  private static final String KIND = "custom";
  private static final String DEFAULT_NAME = "custom_alert";

  private static final Set<String> VOLATILE =
      Set.of("severity", "priority", "level", "status", "value", "values");

  /** Read by name below; all others become annotations. */
  private static final Set<String> KNOWN =
      Set.of(
          "alert_name",
          "name",
          "title",
          "summary",
          "status",
          "severity",
          "priority",
          "level",
          "service",
          "description",
          "message",
          "url",
          "link",
          "source",
          "dedup_key",
          "starts_at",
          "startsAt",
          "ends_at",
          "endsAt",
          "observed_at");

  private CustomAlert() {}

  /**
   * @param pointer to the element in the body
   */
  static Element read(CustomFields fields, String pointer, AlertDraft draft) {
    if (fields.fault != null) {
      return new BrokenElement(
          pointer + fields.faultAt, fields.fault, fields.bodyStart, fields.bodyEnd);
    }
    if (fields.isEmpty()) {
      return new BrokenElement(
          pointer,
          "an alert needs a name, a title, labels or a dedup_key",
          fields.bodyStart,
          fields.bodyEnd);
    }
    draft.start(!isResolved(fields.get("status"), draft));
    readStatusFlag(fields.get("status"), draft);
    draft.times(
        SenderTime.read(fields.get("starts_at", "startsAt")),
        SenderTime.read(fields.get("ends_at", "endsAt")));
    draft.observedAt(SenderTime.read(fields.get("observed_at")));
    if (fields.emptyLabelName) {
      draft.raise(Flag.EMPTY_LABEL_NAME);
    }
    if (fields.oddAnnotations) {
      draft.raise(Flag.ODD_ANNOTATIONS);
    }
    String name = name(fields);
    Labels labels = labels(fields);
    draft.severityOf(labels);
    draft
        .detail("dedup_key", fields.get("dedup_key"))
        .detail("generator_url", fields.get("url", "link"));
    String alertname = labels.get("alertname");
    if (alertname != null && !alertname.equals(name)) {
      draft.detail("alertname", alertname);
    }
    return draft.finish(
        name,
        labels,
        annotations(fields),
        fingerprint(fields, name, labels, draft),
        fields.bodyStart,
        fields.bodyEnd);
  }

  private static boolean isResolved(String status, AlertDraft draft) {
    String word = status.strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "resolved", "ok", "recovered", "recovery", "closed", "cleared", "inactive" -> true;
      default -> draft.context().source().options().mapping().isResolvedWord(word);
    };
  }

  /** No status is a firing; a word that is not known is one too, with a flag. */
  private static void readStatusFlag(String status, AlertDraft draft) {
    switch (status.strip().toLowerCase(Locale.ROOT)) {
      case "", "firing", "alerting", "triggered", "open", "opened", "active", "problem" -> {}
      default -> {
        if (!isResolved(status, draft)) {
          draft.raise(Flag.UNKNOWN_STATUS);
          draft.detail("status_text", status);
        }
      }
    }
  }

  private static String name(CustomFields fields) {
    String name = fields.get("alert_name", "name");
    if (!name.isEmpty()) {
      return name;
    }
    String label = fields.labels.get("alertname");
    if (label != null && !label.isBlank()) {
      return label;
    }
    String title = fields.get("title");
    return title.isEmpty() ? DEFAULT_NAME : title;
  }

  /** The fields that say the same as a label become one; severities win over the label. */
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

  private static Labels annotations(CustomFields fields) {
    Labels.Builder annotations = new Labels.Builder();
    fields
        .named()
        .forEach(
            (name, value) -> {
              if (!KNOWN.contains(name) && !name.isEmpty() && !value.isEmpty()) {
                annotations.set(name, value);
              }
            });
    for (int i = 0; i < fields.annotations.size(); i++) {
      annotations.set(fields.annotations.name(i), fields.annotations.value(i));
    }
    set(annotations, "summary", fields.get("title", "summary"));
    set(annotations, "description", fields.get("description", "message"));
    return annotations.build();
  }

  private static void set(Labels.Builder annotations, String name, String value) {
    if (!value.isEmpty()) {
      annotations.set(name, value);
    }
  }

  private static Fingerprint fingerprint(
      CustomFields fields, String name, Labels labels, AlertDraft draft) {
    DecodeContext context = draft.context();
    String key = fields.get("dedup_key");
    if (!key.isEmpty()) {
      return IdentityHash.start(context.tenant(), KIND, "key").add(key).finish();
    }
    if (labels.isEmpty() && name.equals(DEFAULT_NAME)) {
      draft.raise(Flag.NAMELESS);
      return IdentityHash.start(context.tenant(), KIND, "nameless")
          .add(context.source().id().toString())
          .finish();
    }
    return IdentityHash.start(context.tenant(), KIND, "labels")
        .add(name)
        .addOnly(labels, context.source().options().identity(), VOLATILE)
        .finish();
  }
}
