package dev.imas.core.comment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the names that a text mentions: {@code @ann}, or {@code @"Data platform"} where a name has
 * blanks, and {@code @oncall:payments} for whoever a schedule has on call. What stands in code is
 * no mention, and neither is a mail address. Pure.
 */
final class Mentions {

  /** The names after these are no mentions. */
  static final int MOST = 20;

  private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");

  private static final Pattern TICKS = Pattern.compile("`+");

  private static final Pattern MENTION =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_@./+-])@(oncall:)?(?:\"([^\"\\n"
              + "]{1,100})\"|([\\p{L}\\p{N}][\\p{L}\\p{N}_.+-]{0,99}))");

  private Mentions() {}

  /**
   * People and teams, in lower case, each once, in order. A full stop after a name is not of it.
   */
  static List<String> names(String text) {
    return found(text, false);
  }

  /** Schedules whose people on call are mentioned, in the same way. */
  static List<String> schedules(String text) {
    return found(text, true);
  }

  private static List<String> found(String text, boolean isOnCall) {
    Matcher mentions = MENTION.matcher(withoutSpans(withoutBlocks(text)));
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < MOST && mentions.find()) {
      String quoted = mentions.group(2);
      String name = quoted == null ? withoutStops(mentions.group(3)) : quoted.strip();
      if (!name.isEmpty() && (mentions.group(1) != null) == isOnCall) {
        names.add(name.toLowerCase(Locale.ROOT));
      }
    }
    return new ArrayList<>(names);
  }

  /** Without the lines between fences, and after one that is never closed. */
  private static String withoutBlocks(String text) {
    StringBuilder left = new StringBuilder();
    String fence = "";
    for (String line : text.split("\\R", -1)) {
      Matcher found = FENCE.matcher(line);
      if (!found.matches()) {
        left.append(fence.isEmpty() ? line : "");
      } else if (fence.isEmpty()) {
        fence = found.group(1);
      } else if (fence.equals(found.group(1))) {
        fence = "";
      }
      left.append('\n');
    }
    return left.toString();
  }

  /**
   * Without what stands between two equally long runs of backticks. In one pass, since whoever may
   * comment can write any number of them.
   */
  private static String withoutSpans(String text) {
    List<MatchResult> runs = TICKS.matcher(text).results().toList();
    int[] closing = new int[runs.size()];
    Map<Integer, Integer> later = new HashMap<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      int length = runs.get(i).end() - runs.get(i).start();
      closing[i] = later.getOrDefault(length, -1);
      later.put(length, i);
    }
    StringBuilder left = new StringBuilder();
    int from = 0;
    for (int i = 0; i < closing.length; i++) {
      if (closing[i] >= 0) {
        left.append(text, from, runs.get(i).start()).append(' ');
        i = closing[i];
        from = runs.get(i).end();
      }
    }
    return left.append(text, from, text.length()).toString();
  }

  private static String withoutStops(String name) {
    int end = name.length();
    while (end > 0 && ".-+_".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.substring(0, end);
  }
}
