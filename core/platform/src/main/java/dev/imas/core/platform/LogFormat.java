package dev.imas.core.platform;

/** How the log looks; {@code AUTO}: as text where a person is watching. */
public enum LogFormat {
  AUTO,
  TEXT,
  JSON;

  public boolean isText(Terminal terminal) {
    return this == TEXT || (this == AUTO && terminal.watched());
  }
}
