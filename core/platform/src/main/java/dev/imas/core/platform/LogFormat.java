package dev.imas.core.platform;

/** The format of the log. {@code AUTO} is text at a terminal, and otherwise JSON. */
public enum LogFormat {
  AUTO,
  TEXT,
  JSON;

  public boolean isText(Terminal terminal) {
    return this == TEXT || (this == AUTO && terminal.watched());
  }
}
