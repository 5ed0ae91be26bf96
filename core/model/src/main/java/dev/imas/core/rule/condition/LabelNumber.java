package dev.imas.core.rule.condition;

import org.jspecify.annotations.Nullable;

/** Reads the text of a label as a number: decimal digits with sign, fraction and exponent. */
final class LabelNumber {

  /** Reading more digits takes long, and no number that is measured has so many. */
  static final int LONGEST = 64;

  private LabelNumber() {}

  /** The finite number that the text is; NaN, which equals and exceeds nothing, for any other. */
  static double read(@Nullable String text) {
    if (text == null || text.length() > LONGEST || !isDecimal(text)) {
      return Double.NaN;
    }
    double number = Double.parseDouble(text);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  /** Java would also read hexadecimal digits, suffixes and blanks. */
  private static boolean isDecimal(String text) {
    int whole = digits(text, sign(text, 0));
    int end = whole;
    int count = whole - sign(text, 0);
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digits(text, end + 1);
      count += fraction - end - 1;
      end = fraction;
    }
    if (count == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) | 0x20) == 'e') {
      int exponent = sign(text, end + 1);
      end = digits(text, exponent);
      return end == text.length() && end > exponent;
    }
    return end == text.length();
  }

  private static int sign(String text, int at) {
    return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
