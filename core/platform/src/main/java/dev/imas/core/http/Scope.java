package dev.imas.core.http;

import java.util.Locale;

/** What a token may do. Each includes the ones before it. */
public enum Scope {
  READ,
  WRITE,
  ADMIN;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public boolean includes(Scope other) {
    return ordinal() >= other.ordinal();
  }
}
