package dev.imas.core.ical;

/** Why a calendar, or an event of one, is not taken: the line, the property, and the mend. */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  Unreadable(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  static Unreadable at(Property property, String what) {
    return new Unreadable("line " + property.line() + ": " + property.name() + " " + what);
  }

  /** For people, to follow the name of what was sent. */
  public String reason() {
    return reason;
  }
}
