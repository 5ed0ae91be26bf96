package dev.imas.core.platform;

import java.util.Map;

/**
 * What stdout is connected to.
 *
 * @param watched whether it is a terminal, not a file or another program
 * @param coloured whether colours may be written to it
 */
public record Terminal(boolean watched, boolean coloured) {

  public static final Terminal NONE = new Terminal(false, false);

  /**
   * Reads the variables {@code NO_COLOR} (<a href="https://no-color.org">any text</a>) and TERM.
   */
  public static Terminal of(Map<String, String> environment) {
    return of(System.console() != null && System.console().isTerminal(), environment);
  }

  static Terminal of(boolean watched, Map<String, String> environment) {
    return new Terminal(
        watched,
        watched
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")));
  }

  public String bold(String text) {
    return painted("1", text);
  }

  public String faint(String text) {
    return painted("2", text);
  }

  public String red(String text) {
    return painted("31", text);
  }

  public String green(String text) {
    return painted("32", text);
  }

  public String yellow(String text) {
    return painted("33", text);
  }

  private String painted(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
