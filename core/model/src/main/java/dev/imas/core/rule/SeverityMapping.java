package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule's mapping from label values to severities. */
final class SeverityMapping {

  private final String[] labels;
  private final CaselessMap<Severity>[] words;

  @SuppressWarnings({"unchecked", "rawtypes"}) // no arrays of generic types
  private SeverityMapping(int size) {
    labels = new String[size];
    words = new CaselessMap[size];
  }

  /**
   * @param definition one that passed the check
   */
  static SeverityMapping of(Map<String, Map<String, String>> definition) {
    SeverityMapping mapping = new SeverityMapping(definition.size());
    int i = 0;
    for (Map.Entry<String, Map<String, String>> label : definition.entrySet()) {
      CaselessMap<Severity> words = new CaselessMap<>();
      label
          .getValue()
          .forEach((word, s) -> words.putIfAbsent(word, Severity.parse(s).orElseThrow()));
      mapping.labels[i] = label.getKey();
      mapping.words[i++] = words;
    }
    return mapping;
  }

  /** The first label, by name, whose value is mapped; null if none is. */
  @Nullable String labelKnown(Labels alert) {
    for (int i = 0; i < labels.length; i++) {
      if (severity(i, alert) != null) {
        return labels[i];
      }
    }
    return null;
  }

  @Nullable Severity find(Labels alert) {
    Severity found = null;
    for (int i = 0; i < labels.length && found == null; i++) {
      found = severity(i, alert);
    }
    return found;
  }

  private @Nullable Severity severity(int i, Labels alert) {
    String value = alert.get(labels[i]);
    return value == null ? null : words[i].get(value);
  }
}
