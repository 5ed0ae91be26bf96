package dev.imas.core.statuspage;

import dev.imas.core.http.Body;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the texts of requests that everybody will see. */
final class PublicTexts {

  /**
   * One line, without controls; marks that turn the direction of writing could hide what is said.
   */
  private static final Pattern LINE =
      Pattern.compile("[^\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069]*");

  /** The same with line breaks and tabs. */
  private static final Pattern LINES =
      Pattern.compile("[^\\p{Cntrl}\\u202A-\\u202E\\u2066-\\u2069]|[\\r\\n\\t]");

  private PublicTexts() {}

  static String requiredLine(Body body, String name, int longest) {
    String text = body.requiredText(name, longest);
    return checkedLine(body, name, text);
  }

  static String line(Body body, String name, int longest) {
    return checkedLine(body, name, body.text(name, longest, "").strip());
  }

  private static String checkedLine(Body body, String name, String text) {
    if (!LINE.matcher(text).matches()) {
      body.fault("/" + name, "must be one line, without characters that nobody can see");
    }
    return text;
  }

  static String lines(Body body, String name, int longest) {
    return checkedLines(body, name, body.text(name, longest, "").strip());
  }

  static String requiredLines(Body body, String name, int longest) {
    return checkedLines(body, name, body.requiredText(name, longest));
  }

  private static String checkedLines(Body body, String name, String text) {
    if (!LINES.matcher(text).replaceAll("").isEmpty()) {
      body.fault("/" + name, "holds characters that nobody can see; remove them");
    }
    return text;
  }

  /** One of some words; null after a fault, and when absent. */
  static @Nullable String oneOf(Body body, String name, List<String> known) {
    String text = body.text(name, 40);
    if (text != null && !known.contains(text)) {
      body.fault("/" + name, "'" + text + "' is not one of " + String.join(", ", known));
      return null;
    }
    return text;
  }
}
