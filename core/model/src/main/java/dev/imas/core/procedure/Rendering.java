package dev.imas.core.procedure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts of a runbook for one incident. Values may come from whoever sends alerts, so each is
 * one line, bounded, and escaped for where it goes. A placeholder without a value stays as it is
 * written: an empty word in a command could mean everything.
 */
public final class Rendering {

  static final int LONGEST_VALUE = 500;

  /** What a shell takes as one word without quotes. */
  private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_%+=:,./@-]+");

  private final Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
  private final Set<Placeholder> missing = new LinkedHashSet<>();

  /**
   * @param values as they are; blank ones count as missing
   */
  public Rendering(Map<Placeholder, String> values) {
    values.forEach(
        (placeholder, value) -> {
          String line = line(value);
          if (!line.isEmpty()) {
            this.values.put(placeholder, line);
          }
        });
  }

  private static String line(String value) {
    StringBuilder line = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST_VALUE)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || isLineBreak(c) ? ' ' : c));
    return line.toString().strip();
  }

  private static boolean isLineBreak(int c) {
    return c == 0x2028 || c == 0x2029;
  }

  /** The text as it is shown or copied. */
  public String of(Target target, String text) {
    return Placeholders.replaced(
        text,
        name -> {
          Placeholder placeholder = Placeholder.named(name).orElse(null);
          String value = placeholder == null ? null : values.get(placeholder);
          if (placeholder != null && value == null) {
            missing.add(placeholder);
          }
          return value == null ? "{{" + name + "}}" : escaped(target, value);
        });
  }

  /** The placeholders of what was rendered so far that have no value. */
  public List<String> missing() {
    return missing.stream().map(Placeholder::wireName).toList();
  }

  private static String escaped(Target target, String value) {
    return switch (target) {
      case TEXT -> value;
      case COMMAND -> quoted(value);
      case LINK -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    };
  }

  private static String quoted(String value) {
    return PLAIN_WORD.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
