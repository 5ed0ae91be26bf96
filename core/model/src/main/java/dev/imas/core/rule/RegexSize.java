package dev.imas.core.rule;

/**
 * Estimates from its text how large an expression becomes when compiled. RE2/J expands counted
 * repetitions, so compiling {@code ((a{1000}){1000}){1000}} would exhaust the memory.
 */
final class RegexSize {

  private static final long ENOUGH = 1L << 40;

  private final String regex;
  private int at;

  /** Size of each open group, and of the last atom, which a repetition multiplies. */
  private final long[] groups;

  private int depth;
  private long atom;

  private RegexSize(String regex) {
    this.regex = regex;
    this.groups = new long[regex.length() + 1];
  }

  /** The most instructions its compiled program can have: never too low, sometimes too high. */
  static long atMost(String regex) {
    return new RegexSize(regex).measure();
  }

  /** Counts classes such as {@code \\p{L}}, each of which takes some thousand numbers. */
  static int unicodeClasses(String regex) {
    int n = 0;
    for (int i = 0; i + 1 < regex.length(); i++) {
      if (regex.charAt(i) == '\\') {
        i++;
        n += regex.charAt(i) == 'p' || regex.charAt(i) == 'P' ? 1 : 0;
      }
    }
    return n;
  }

  private long measure() {
    groups[0] = 4;
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '\\' -> escape();
        case '[' -> characterClass();
        case '(' -> groups[++depth] = 3; // even an empty one holds an instruction
        case ')' -> close();
        case '*', '+', '?' -> grow(atom + 1);
        case '{' -> repetition();
        default -> literal();
      }
    }
    long size = 0;
    for (int i = 0; i <= depth; i++) {
      size += groups[i];
    }
    return size;
  }

  private void literal() {
    atom = 0;
    grow(2); // an alternation costs two
  }

  /** Sets the size of the last atom. */
  private void grow(long size) {
    groups[depth] = Math.min(ENOUGH, groups[depth] + size - atom);
    atom = Math.min(ENOUGH, size);
  }

  private void close() {
    if (depth > 0) {
      long inner = groups[depth--];
      atom = 0;
      grow(inner);
    }
  }

  private void escape() {
    if (at < regex.length() && regex.charAt(at) == 'Q') {
      int end = regex.indexOf("\\E", at);
      end = end < 0 ? regex.length() : end;
      for (at++; at < end; at++) {
        literal();
      }
      at = Math.min(regex.length(), end + 2);
    } else {
      at++;
      literal();
    }
  }

  private void characterClass() {
    int first = at < regex.length() && regex.charAt(at) == '^' ? at + 1 : at;
    for (at = first; at < regex.length(); at++) {
      char c = regex.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '[' && at + 1 < regex.length() && regex.charAt(at + 1) == ':') {
        if (regex.charAt(at - 1) == '-') {
          // It may be a range up to the bracket or a named class. A wrong guess would skip what
          // follows, so assume the worst.
          groups[0] = ENOUGH;
        }
        int end = regex.indexOf(":]", at + 2);
        at = end < 0 ? at : end + 1;
      } else if (c == ']' && at > first) {
        break;
      }
    }
    at++;
    literal();
  }

  /** {@code {2}}, {@code {2,}} or {@code {2,5}}; braces around anything else are literal. */
  private void repetition() {
    int end = regex.indexOf('}', at);
    String[] counts = end < 0 ? new String[] {""} : regex.substring(at, end).split(",", 2);
    if (counts[0].isEmpty()) {
      literal();
      return;
    }
    long most = 0;
    for (String count : counts) {
      // More than nine digits overflow, and RE2 refuses more than three. It does not accept 00 as a
      // number.
      if (count.length() > 9
          || (count.length() > 1 && count.startsWith("0"))
          || !count.chars().allMatch(d -> d >= '0' && d <= '9')) {
        literal();
        return;
      }
      most = Math.max(most, count.isEmpty() ? 0 : Long.parseLong(count));
    }
    at = end + 1;
    grow((atom + 1) * (most + 1));
  }
}
