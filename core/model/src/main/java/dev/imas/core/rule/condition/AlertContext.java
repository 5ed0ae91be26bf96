package dev.imas.core.rule.condition;

import dev.imas.core.model.Labels;
import java.time.Instant;
import java.util.List;

/** What conditions see of an alert. */
public interface AlertContext {

  /** With what earlier rules have set of them. */
  Labels labels();

  Instant receivedAt();

  /**
   * By what it is known in this respect: all names and ids, each a {@link Attribute#key}. It is
   * empty where nothing is known, and then no condition on it holds.
   */
  List<String> keys(Attribute attribute);

  /** An alert of which labels and time alone are known. */
  static AlertContext of(Labels labels, Instant receivedAt) {
    return new LabelsAlone(labels, receivedAt);
  }

  /** Nothing is known beside the labels. */
  record LabelsAlone(Labels labels, Instant receivedAt) implements AlertContext {
    @Override
    public List<String> keys(Attribute attribute) {
      return List.of();
    }
  }
}
