package dev.imas.core.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the service of an alert was found. The codes are stored: they never change meaning. */
public enum ServiceFound {
  RULE(0, null),
  LABEL_SERVICE(1, "service"),
  LABEL_JOB(2, "job"),
  LABEL_APP(3, "app"),
  LABEL_APPLICATION(4, "application"),
  LABEL_COMPONENT(5, "component"),
  TRIAGE(6, null);

  /** In the order in which they are tried. */
  static final List<ServiceFound> LABELS =
      List.of(LABEL_SERVICE, LABEL_JOB, LABEL_APP, LABEL_APPLICATION, LABEL_COMPONENT);

  private final int code;
  private final @Nullable String label;

  ServiceFound(int code, @Nullable String label) {
    this.code = code;
    this.label = label;
  }

  int code() {
    return code;
  }

  /** The label that named it, if one did. */
  public @Nullable String label() {
    return label;
  }
}
