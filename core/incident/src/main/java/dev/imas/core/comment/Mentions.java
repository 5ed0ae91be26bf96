package dev.imas.core.comment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names that a text mentions: {@code @ann}, or {@code @"Data platform"} where a name has
 * blanks. What stands in code is no mention, and neither is a mail address. Pure.
 */
final class Mentions {

  /** The names after these are no mentions. */
  static final int MOST = 20;

  private static final Pattern CODE =
      Pattern.compile("(?m)^ {0,3}(```|~~~)[\\s\\S]*?(?:^ {0,3}\\1|\\z)|(`+)[\\s\\S]*?\\2");

  private static final Pattern MENTION =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_@./+-])@(?:\"([^\"\\n"
              + "]{1,100})\"|([\\p{L}\\p{N}][\\p{L}\\p{N}_.+-]{0,99}))");

  private Mentions() {}

  /** In lower case, each once, in order. A full stop after a name is not of it. */
  static List<String> names(String text) {
    Matcher mentions = MENTION.matcher(CODE.matcher(text).replaceAll(" "));
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < MOST && mentions.find()) {
      String quoted = mentions.group(1);
      String name = quoted == null ? withoutStops(mentions.group(2)) : quoted.strip();
      if (!name.isEmpty()) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return new ArrayList<>(names);
  }

  private static String withoutStops(String name) {
    int end = name.length();
    while (end > 0 && ".-+_".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }
}
