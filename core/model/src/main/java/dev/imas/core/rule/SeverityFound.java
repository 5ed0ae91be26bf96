package dev.imas.core.rule;

/** How the severity of an alert was found. The codes are stored: they never change meaning. */
public enum SeverityFound {
  RULE_OVERRIDE(0),
  RULE_MAPPING(1),
  SENDER_LABEL(2),
  SOURCE_DEFAULT(3);

  private final int code;

  SeverityFound(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
