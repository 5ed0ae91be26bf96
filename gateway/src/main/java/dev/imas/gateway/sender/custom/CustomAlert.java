package dev.imas.gateway.sender.custom;

import dev.imas.core.model.Labels;
import dev.imas.gateway.decode.AlertDraft;
import dev.imas.gateway.decode.BodyCursor;
import dev.imas.gateway.decode.BrokenElement;
import dev.imas.gateway.decode.Element;
import dev.imas.gateway.decode.Flag;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SecretFields;
import dev.imas.gateway.decode.SenderTime;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Makes an alert of custom fields. */
final class CustomAlert {

  /** Where other tools write their state. A word counts only where it has one meaning. */
  private static final String[] OTHER_STATES = {"state", "alert_state", "alert_status"};

  private static final Set<String> RECOVERED =
      Set.of("resolved", "recovered", "recovery", "cleared", "ok");

  /** These are read by name below; all others become annotations. */
  static final Set<String> KNOWN =
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

  private final CustomFields fields;
  private final AlertDraft draft;

  private CustomAlert(CustomFields fields, AlertDraft draft) {
    this.fields = fields;
    this.draft = draft;
  }

  /**
   * @param pointer to the element in the body
   * @param in the body, at any place
   */
  static Element read(CustomFields fields, String pointer, AlertDraft draft, BodyCursor in)
      throws IOException {
    if (fields.fault != null) {
      return broken(fields, pointer + fields.faultAt, fields.fault);
    }
    if (fields.isEmpty()) {
      return broken(fields, pointer, "an alert needs a name, a title, labels or a dedup_key");
    }
    CustomIdentity identity = CustomIdentity.of(fields, draft.context(), in);
    if (identity == null) {
      return broken(
          fields,
          pointer,
          "nothing here tells one alert from another; give it a name, a title, labels or a"
              + " dedup_key");
    }
    return new CustomAlert(fields, draft).read(identity);
  }

  private static BrokenElement broken(CustomFields fields, String pointer, String reason) {
    return new BrokenElement(pointer, reason, fields.bodyStart, fields.bodyEnd);
  }

  private IncomingAlert read(CustomIdentity identity) {
    draft.start(true);
    draft.firing(isFiring());
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
    if (identity.isWeak()) {
      draft.raise(Flag.WEAK_IDENTITY);
    }
    if (identity.isNameless()) {
      draft.weaklyNamed();
    }
    Labels labels = identity.labels();
    draft.severityOf(labels);
    draft
        .detail("dedup_key", fields.get("dedup_key"))
        .detail("generator_url", fields.get("url", "link"));
    String alertname = labels.get("alertname");
    if (alertname != null && !alertname.equals(identity.name())) {
      draft.detail("alertname", alertname);
    }
    return draft.finish(
        identity.name(),
        SecretFields.withhold(labels, draft),
        SecretFields.withhold(annotations(identity.telling()), draft),
        identity.fingerprint(),
        fields.bodyStart,
        fields.bodyEnd);
  }

  /** A missing status means firing. So does an unknown word, which is flagged. */
  private boolean isFiring() {
    String status = fields.get("status");
    if (status.isEmpty()) {
      return !fields.says(OTHER_STATES, RECOVERED);
    }
    String word = status.strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "resolved", "ok", "recovered", "recovery", "closed", "cleared", "inactive" -> false;
      case "firing", "alerting", "triggered", "open", "opened", "active", "problem" ->
          !draft.context().source().options().mapping().isResolvedWord(word);
      default -> {
        if (draft.context().source().options().mapping().isResolvedWord(word)) {
          yield false;
        }
        draft.raise(Flag.UNKNOWN_STATUS);
        draft.detail("status_text", status);
        yield true;
      }
    };
  }

  private Labels annotations(String telling) {
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
    if (annotations.get("summary") == null) {
      set(annotations, "summary", telling);
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
}
