package dev.imas.core.servicelevel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why the resolution of an incident waits for others. */
enum HoldReason {
  CUSTOMER("the customer"),
  VENDOR("a vendor"),
  CHANGE_WINDOW("a change window"),
  OBSERVATION("an observation");

  private final String inWords;

  HoldReason(String inWords) {
    this.inWords = inWords;
  }

  /** The name in JSON and in the database. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String inWords() {
    return inWords;
  }

  static Optional<HoldReason> named(String wireName) {
    return Arrays.stream(values()).filter(one -> one.wireName().equals(wireName)).findFirst();
  }
}
