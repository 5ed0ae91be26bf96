package dev.imas.core.scheduler;

/** What names a timer within its tenant; as a text, with a colon between. A kind has no colon. */
record TimerKey(String kind, String subject) {

  /** Before all others. */
  static final TimerKey NONE = new TimerKey("", "");

  /**
   * @throws IllegalArgumentException for a text without a colon
   */
  static TimerKey parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no timer: " + text);
    }
    return new TimerKey(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return kind + ":" + subject;
  }
}
