package dev.imas.core.http;

import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of comma-separated values (RFC 4180). What a spreadsheet would calculate is made a text: a
 * title comes from an alert, and whoever sends alerts must not run formulas in an operator's
 * spreadsheet. Pure.
 */
public final class Csv {

  /** Also in the full width of East Asian keyboards, and behind white space that is dropped. */
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠|%";

  private static final Pattern LEADING = Pattern.compile("^[\\s\\p{Z}\\p{C}]+");

  private Csv() {}

  /**
   * @param cells texts, numbers or null for nothing
   */
  public static String line(@Nullable Object... cells) {
    StringJoiner line = new StringJoiner(",", "", "\r\n");
    for (@Nullable Object cell : cells) {
      line.add(cell(cell));
    }
    return line.toString();
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Number number -> number.toString();
      default -> '"' + harmless(value.toString()).replace("\"", "\"\"") + '"';
    };
  }

  private static String harmless(String text) {
    String bare = LEADING.matcher(text).replaceFirst("");
    boolean isFormula =
        !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
            || !bare.isEmpty() && FORMULA.indexOf(bare.charAt(0)) >= 0;
    return isFormula ? "'" + text : text;
  }
}
