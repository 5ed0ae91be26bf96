package dev.imas.core.board;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places in an order, between any two of which there is another (G38). A rank is the digits of a
 * fraction in base 62, without zeros at its end; compared byte by byte they stand in their order.
 * Pure.
 */
final class Rank {

  /** Beyond it all ranks of a board are written anew. */
  static final int LONGEST = 32;

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

  /** Ranks at either end are whole numbers of so many digits, and so far apart. */
  private static final int WHOLE = 8;

  private static final BigInteger SPACE = BASE.pow(WHOLE);
  private static final BigInteger STEP = BASE.pow(5);

  private Rank() {}

  /**
   * A rank between two others. At the ends it keeps a distance, so that what is added there again
   * and again stays short.
   *
   * @param before null: it is the first of all
   * @param after null: it is the last of all
   */
  static String between(@Nullable String before, @Nullable String after) {
    if (before == null) {
      return after == null ? text(SPACE.shiftRight(1), WHOLE) : aheadOf(after);
    }
    return after == null ? behind(before) : middle(before, after);
  }

  private static String behind(String last) {
    BigInteger next = number(whole(last), WHOLE).add(STEP);
    return next.compareTo(SPACE) < 0 ? text(next, WHOLE) : beforeTheEnd(last);
  }

  private static String aheadOf(String first) {
    BigInteger next = number(whole(first), WHOLE).subtract(STEP);
    return next.signum() > 0 ? text(next, WHOLE) : middle("", first);
  }

  private static String whole(String rank) {
    return rank.length() > WHOLE ? rank.substring(0, WHOLE) : rank;
  }

  private static String beforeTheEnd(String last) {
    int digits = Math.max(WHOLE, last.length()) + 1;
    return text(number(last, digits).add(BASE.pow(digits)).shiftRight(1), digits);
  }

  private static String middle(String before, String after) {
    int digits = Math.max(before.length(), after.length());
    BigInteger low = number(before, digits);
    BigInteger high = number(after, digits);
    if (low.compareTo(high) >= 0) {
      throw new IllegalArgumentException(before + " is not before " + after);
    }
    // Where nothing lies between, one more digit has room.
    while (high.subtract(low).compareTo(BigInteger.TWO) < 0) {
      digits++;
      low = low.multiply(BASE);
      high = high.multiply(BASE);
    }
    return text(low.add(high).shiftRight(1), digits);
  }

  /** So many ranks, ascending and evenly spread. */
  static List<String> spread(int count) {
    BigInteger step = SPACE.divide(BigInteger.valueOf(count + 1L));
    List<String> ranks = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      ranks.add(text(step.multiply(BigInteger.valueOf(i)), WHOLE));
    }
    return ranks;
  }

  private static BigInteger number(String rank, int digits) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < digits; i++) {
      int digit = i < rank.length() ? DIGITS.indexOf(rank.charAt(i)) : 0;
      if (digit < 0) {
        throw new IllegalArgumentException(rank + " is no rank");
      }
      number = number.multiply(BASE).add(BigInteger.valueOf(digit));
    }
    return number;
  }

  private static String text(BigInteger number, int digits) {
    char[] text = new char[digits];
    BigInteger left = number;
    for (int i = digits - 1; i >= 0; i--) {
      BigInteger[] parts = left.divideAndRemainder(BASE);
      text[i] = DIGITS.charAt(parts[1].intValue());
      left = parts[0];
    }
    int end = digits;
    while (end > 1 && text[end - 1] == '0') {
      end--;
    }
    return new String(text, 0, end);
  }
}
