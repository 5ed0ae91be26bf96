package dev.imas.core.procedure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds placeholders in the texts of runbooks, and says which texts cannot be rendered safely. A
 * word in double braces is one. With a space or a dot behind the braces it is not, so that {@code
 * {{.Names}}} and {@code {{ end }}} reach the programs that they are for.
 */
public final class Placeholders {

  private static final Pattern WRITTEN = Pattern.compile("\\{\\{([A-Za-z0-9_]+)\\}\\}");

  /** A value must not choose the host: it may come from whoever sends alerts. */
  private static final Pattern HOST = Pattern.compile("https?://[^/?#{}@\\s\\\\]+(?:[/?#].*)?");

  private Placeholders() {}

  /**
   * Why a text cannot be rendered for that target, as the rest of a sentence about it; empty if it
   * can.
   */
  public static Optional<String> faultIn(Target target, String text) {
    Optional<String> unknown = unknown(text);
    if (unknown.isPresent()) {
      return unknown;
    }
    return switch (target) {
      case TEXT -> Optional.empty();
      case COMMAND -> unsafe(text);
      case LINK ->
          HOST.matcher(text).matches()
              ? Optional.empty()
              : Optional.of(
                  "must be an http or https URL whose host is written out, such as"
                      + " https://grafana.example.com/d/{{service_name}}");
    };
  }

  private static Optional<String> unknown(String text) {
    return names(text).stream()
        .filter(name -> Placeholder.named(name).isEmpty())
        .findFirst()
        .map(
            name ->
                "has the unknown placeholder {{"
                    + name
                    + "}}; the known ones are "
                    + String.join(", ", Placeholder.wireNames())
                    + ". Braces for another program have a space inside: {{ "
                    + name
                    + " }}");
  }

  private static Optional<String> unsafe(String command) {
    Matcher found = WRITTEN.matcher(command);
    ShellText shell = new ShellText(command);
    while (found.find()) {
      Optional<String> open = shell.openAt(found.start());
      if (open.isPresent()) {
        return Optional.of(
            "has "
                + found.group()
                + " "
                + open.get()
                + ", where a value could become a command; write it outside, as IMAS quotes the"
                + " value");
      }
    }
    return Optional.empty();
  }

  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    Matcher found = WRITTEN.matcher(text);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** Which ones a text has, each once. */
  static List<Placeholder> in(String text) {
    return names(text).stream().flatMap(name -> Placeholder.named(name).stream()).toList();
  }

  /**
   * The text with each placeholder replaced.
   *
   * @param value what stands for a placeholder, as it is written
   */
  static String replaced(String text, UnaryOperator<String> value) {
    StringBuilder made = new StringBuilder();
    Matcher found = WRITTEN.matcher(text);
    while (found.find()) {
      found.appendReplacement(made, Matcher.quoteReplacement(value.apply(found.group(1))));
    }
    return found.appendTail(made).toString();
  }
}
