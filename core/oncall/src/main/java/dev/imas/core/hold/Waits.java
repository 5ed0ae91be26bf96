package dev.imas.core.hold;

import java.util.Locale;

/** For what a message waits. The name in lower case is stored. */
enum Waits {
  /** For the next message of a receiver that is told in groups. */
  GROUPED("what is told together"),
  DAILY("your daily digest"),
  WEEKLY("your weekly digest"),
  QUIET_HOURS("what has waited for the end of your quiet hours");

  private final String words;

  Waits(String words) {
    this.words = words;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String inWords() {
    return words;
  }

  static Waits named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
