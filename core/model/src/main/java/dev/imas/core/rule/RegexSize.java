package dev.imas.core.rule;

/**
 * How large an expression can become, told from its text: RE2/J writes counted repetitions out, so
 * that compiling {@code ((a{1000}){1000}){1000}} would end the process.
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

  /** No program compiled from it has more instructions. Never too low, at times too high. */
  static long atMost(String regex) {
    return new RegexSize(regex).measure();
  }

  /** Each holds some thousand numbers. */
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
        case '(' -> groups[++depth] = 3; // an empty one holds an instruction, too
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

  /** The last atom becomes that large. */
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
          // A range up to the bracket, after which the class may end soon, or a class by name: who
          // takes one for the other overlooks what stands behind it.
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

  /**
   * {@code {2}}, {@code {2,}} or {@code {2,5}}; braces around anything else stand for themselves.
   */
  private void repetition() {
    int end = regex.indexOf('}', at);
    String[] counts = end < 0 ? new String[] {""} : regex.substring(at, end).split(",", 2);
    if (counts[0].isEmpty()) {
      literal();
      return;
    }
    long most = 0;
    for (String count : counts) {
      // More than nine digits overflow, more than three RE2 refuses; it takes 00 for no number.
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
