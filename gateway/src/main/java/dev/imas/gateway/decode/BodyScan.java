package dev.imas.gateway.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One pass over the bytes of a body before it is parsed. The JSON parser accepts overlong forms and
 * encoded surrogates, by which different bytes would give one identity. So UTF-8 is checked here,
 * strictly. The pass also notes whether any text may hold U+0000 or a lone surrogate. Valid UTF-8
 * in valid JSON can have them only as escapes, so nearly every body needs no second pass.
 *
 * @param invalidAt offset of the first byte that is not UTF-8, or -1
 * @param oddText false when no text of the body can hold U+0000 or a lone surrogate
 */
record BodyScan(int invalidAt, boolean oddText) {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

  private static final BodyScan PLAIN = new BodyScan(-1, false);
  private static final BodyScan ODD = new BodyScan(-1, true);

  static BodyScan of(byte[] b, int from, int to) {
    boolean odd = false;
    int i = from;
    while (i < to) {
      if (i <= to - 8 && isPlain((long) LONG.get(b, i))) {
        i += 8;
        continue;
      }
      int c = b[i];
      if (c >= 0) {
        odd |= c == '\\' && isOddEscape(b, i, to);
        i++;
      } else {
        int width = widthOfSequence(b, i, to);
        if (width == 0) {
          return new BodyScan(i, odd);
        }
        i += width;
      }
    }
    return odd ? ODD : PLAIN;
  }

  /** Whether these are eight bytes of ASCII without a backslash. */
  private static boolean isPlain(long eight) {
    long x = eight ^ BACKSLASHES;
    return ((eight | ((x - ONES) & ~x)) & HIGH_BITS) == 0;
  }

  /** Whether this is the escape of U+0000 or of any surrogate. */
  private static boolean isOddEscape(byte[] b, int i, int to) {
    if (i + 5 >= to || b[i + 1] != 'u') {
      return false;
    }
    if (b[i + 2] == '0') {
      return b[i + 3] == '0' && b[i + 4] == '0' && b[i + 5] == '0';
    }
    return (b[i + 2] | 0x20) == 'd' && b[i + 3] >= '8';
  }

  /**
   * The length of the sequence that begins here (Unicode, table 3-7), or 0 when it is ill-formed.
   */
  private static int widthOfSequence(byte[] b, int i, int to) {
    int lead = b[i] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    if (lead < 0xe0) {
      return isTail(b, i + 1, to) ? 2 : 0;
    }
    if (i + 1 >= to) {
      return 0;
    }
    int second = b[i + 1] & 0xff;
    int least =
        switch (lead) {
          case 0xe0 -> 0xa0;
          case 0xf0 -> 0x90;
          default -> 0x80;
        };
    int most =
        switch (lead) {
          case 0xed -> 0x9f;
          case 0xf4 -> 0x8f;
          default -> 0xbf;
        };
    if (second < least || second > most || !isTail(b, i + 2, to)) {
      return 0;
    }
    if (lead < 0xf0) {
      return 3;
    }
    return isTail(b, i + 3, to) ? 4 : 0;
  }

  private static boolean isTail(byte[] b, int i, int to) {
    return i < to && (b[i] & 0xc0) == 0x80;
  }
}
