package dev.imas.core.postmortem;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people wrote, as a part of a Markdown document that it cannot break or misuse: it begins no
 * heading and no block that goes on behind it, holds no HTML, shows no picture of another host, and
 * links to the web and to mail alone. Code between fences stays as it is. Pure.
 */
final class MarkdownText {

  private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,})(.*)$");
  private static final Pattern HEADING = Pattern.compile("^( {0,3})(#{1,6}(?=\\s|$))");
  private static final Pattern UNDERLINE = Pattern.compile("^( {0,3})([=-]+[ \\t]*)$");
  private static final Pattern DEFINITION = Pattern.compile("^( {0,3})(\\[[^\\]]*\\]:)");
  private static final Pattern OTHER_LINK =
      Pattern.compile("\\]\\((?!\\s*(?:https?://|mailto:))", Pattern.CASE_INSENSITIVE);
  private static final Pattern PUNCTUATION = Pattern.compile("[\\\\`*_{}\\[\\]<>#|!~&]");
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*");

  private MarkdownText() {}

  /** A text in Markdown, as a block. */
  static String block(String text) {
    List<String> lines = text.strip().lines().toList();
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      int end = endOfCode(lines, i);
      if (end < 0) {
        kept.append(outside(lines.get(i))).append('\n');
      } else {
        lines.subList(i, end + 1).forEach(line -> kept.append(line).append('\n'));
        i = end;
      }
    }
    return kept.toString().stripTrailing();
  }

  /** The line of the fence that closes the one in this line; negative if there is none. */
  private static int endOfCode(List<String> lines, int from) {
    Matcher opening = FENCE.matcher(lines.get(from));
    if (!opening.matches()) {
      return -1;
    }
    String fence = opening.group(1);
    for (int i = from + 1; i < lines.size(); i++) {
      Matcher closing = FENCE.matcher(lines.get(i));
      if (closing.matches() && closing.group(2).isBlank() && closing.group(1).startsWith(fence)) {
        return i;
      }
    }
    return -1;
  }

  private static String outside(String line) {
    String kept = line.replace("<", "\\<").replace("![", "\\!\\[");
    Matcher fence = FENCE.matcher(kept);
    if (fence.matches()) {
      return "\\" + kept.strip();
    }
    kept = HEADING.matcher(kept).replaceAll("$1\\\\$2");
    kept = UNDERLINE.matcher(kept).replaceAll("$1\\\\$2");
    kept = DEFINITION.matcher(kept).replaceAll("$1\\\\$2");
    return OTHER_LINK.matcher(kept).replaceAll("]\\\\(");
  }

  /** A plain text, in one line: of a heading, an item of a list, or a cell of a table. */
  static String line(String text) {
    return PUNCTUATION
        .matcher(LINE_BREAK.matcher(text.strip()).replaceAll(" "))
        .replaceAll("\\\\$0");
  }
}
