package dev.imas.gateway.decode;

/**
 * Repairs names that hold half a surrogate pair as an escape. The JSON parser refuses these in
 * names only, and would refuse the whole body with them. The escape becomes that of U+FFFD, which
 * has the same length, so that no offset changes.
 */
final class NameRepair {

  private static final byte[] REPLACEMENT = {'f', 'f', 'f', 'd'};

  /** The length of an escape: a backslash, the letter and four digits. */
  private static final int ESCAPE = 6;

  private final byte[] original;
  private final int to;
  private byte[] body;
  private int at;

  private NameRepair(byte[] body, int from, int to) {
    this.original = body;
    this.body = body;
    this.at = from;
    this.to = to;
  }

  /** Returns the same array where there is nothing to repair, else a copy. It accepts any bytes. */
  static byte[] of(byte[] body, int from, int to) {
    NameRepair repair = new NameRepair(body, from, to);
    while (repair.at < to) {
      if (body[repair.at++] == '"') {
        repair.text();
      }
    }
    return repair.body;
  }

  /** Reads a string to its end. If it turns out to be a name, its lone surrogates are replaced. */
  private void text() {
    int start = at;
    boolean halves = false;
    while (at < to && original[at] != '"') {
      int width = width();
      halves |= width < 0;
      at += Math.abs(width);
    }
    int end = at++;
    if (halves && isName()) {
      int behind = at;
      at = start;
      while (at < end) {
        int width = width();
        if (width < 0) {
          replace();
        }
        at += Math.abs(width);
      }
      at = behind;
    }
  }

  /** The length of the character or escape here; negative for the escape of half a pair. */
  private int width() {
    if (original[at] != '\\') {
      return 1;
    }
    if (isSurrogate(at, '8')) {
      boolean whole = !isSurrogate(at, 'c') && isSurrogate(at + ESCAPE, 'c');
      return whole ? 2 * ESCAPE : -ESCAPE;
    }
    return 2;
  }

  /**
   * Whether the escape of a surrogate stands here.
   *
   * @param least second digit: 8 for any, c for a low one
   */
  private boolean isSurrogate(int i, char least) {
    return i + ESCAPE <= to
        && original[i] == '\\'
        && original[i + 1] == 'u'
        && (original[i + 2] | 0x20) == 'd'
        && (least == '8' ? original[i + 3] >= '8' : (original[i + 3] | 0x20) >= 'c')
        && isHex(original[i + 3])
        && isHex(original[i + 4])
        && isHex(original[i + 5]);
  }

  private static boolean isHex(byte b) {
    return Character.digit(b, 16) >= 0;
  }

  private boolean isName() {
    int i = at;
    while (i < to
        && (original[i] == ' '
            || original[i] == '\n'
            || original[i] == '\r'
            || original[i] == '\t')) {
      i++;
    }
    return i < to && original[i] == ':';
  }

  private void replace() {
    if (body == original) {
      body = original.clone();
    }
    System.arraycopy(REPLACEMENT, 0, body, at + 2, REPLACEMENT.length);
  }
}
