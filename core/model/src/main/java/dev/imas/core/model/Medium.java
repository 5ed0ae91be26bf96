package dev.imas.core.model;

import java.util.Locale;

/** By what a message reaches a person, as far as rules of notification tell channels apart. */
public enum Medium {
  CHAT,
  EMAIL,
  SMS,
  /** A phone call. */
  VOICE;

  /** As in JSON. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
