package dev.imas.gateway.fingerprint;

import java.util.Set;

/**
 * Which labels make up an alert's identity.
 *
 * @param only when not empty, these labels and no others
 * @param ignored when {@code only} is empty, all labels but these
 */
public record LabelSelection(Set<String> only, Set<String> ignored) {

  public static final LabelSelection ALL = new LabelSelection(Set.of(), Set.of());

  public LabelSelection {
    only = Set.copyOf(only);
    ignored = Set.copyOf(ignored);
  }

  public boolean isAll() {
    return only.isEmpty() && ignored.isEmpty();
  }

  public boolean includes(String label) {
    return only.isEmpty() ? !ignored.contains(label) : only.contains(label);
  }
}
