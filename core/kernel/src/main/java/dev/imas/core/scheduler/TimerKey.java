package dev.imas.core.scheduler;

/**
 * Identifies a timer within its tenant. As text it has a colon in between, and a kind contains no
 * colon.
 */
record TimerKey(String kind, String subject) {

  /** Before all others. */
  static final TimerKey NONE = new TimerKey("", "");

  /**
   * @throws IllegalArgumentException for a text without a colon
   */
  static TimerKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("this is not a timer's id: " + text);
    }
    return new TimerKey(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return kind + ":" + subject;
  }
}
