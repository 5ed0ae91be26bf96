package dev.imas.core.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Alertmanager's syntax from before UTF-8: plain label names only, but tolerant otherwise. A
 * missing value means an empty one, and an unquoted value may hold nearly anything. {@code \" \\
 * \n} are escapes. Any other backslash is a backslash, so that {@code x=~"a\.b"} works.
 */
final class ClassicSyntax {

  private final String text;
  private final int start;
  private final int end;

  private ClassicSyntax(String text, int start, int end) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  static List<MatcherTerm> read(String text) {
    int from = text.startsWith("{") ? 1 : 0;
    // Alertmanager drops a last brace whatever it closes, which breaks x=~(a|b){2}. IMAS does not.
    boolean closes = text.endsWith("}") && (from == 1 || text.indexOf('{') < 0);
    int to = closes ? Math.max(from, text.length() - 1) : text.length();
    List<MatcherTerm> terms = new ArrayList<>();
    boolean quoted = false;
    boolean escaped = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ',' && !quoted) {
        terms.add(new ClassicSyntax(text, from, i).term());
        from = i + 1;
      }
      quoted ^= c == '"' && !escaped;
      escaped = c == '\\' && !escaped;
    }
    if (!text.substring(from, to).isBlank()) {
      terms.add(new ClassicSyntax(text, from, to).term());
    }
    return terms;
  }

  private MatcherTerm term() {
    int at = skipSpace(start);
    int nameEnd = at;
    while (nameEnd < end && Quoting.isPlainNameCharacter(text.charAt(nameEnd), nameEnd == at)) {
      nameEnd++;
    }
    if (nameEnd == at) {
      throw new InvalidRuleException(at, "expected a label name", "write name=\"value\"");
    }
    int operatorAt = skipSpace(nameEnd);
    Operator operator = operator(operatorAt);
    int valueAt = skipSpace(operatorAt + operator.symbol().length());
    int valueEnd = end;
    while (valueEnd > valueAt && Quoting.isSpace(text.charAt(valueEnd - 1))) {
      valueEnd--;
    }
    return new MatcherTerm(
        text.substring(at, nameEnd), operator, value(valueAt, valueEnd), valueAt);
  }

  private Operator operator(int at) {
    for (Operator op : List.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUALS)) {
      if (text.startsWith(op.symbol(), at)) {
        return op;
      }
    }
    if (text.startsWith("=", at)) {
      return Operator.EQUALS;
    }
    throw new InvalidRuleException(at, "an operator is missing", "write one of = != =~ !~");
  }

  private String value(int from, int to) {
    boolean quoted = from < to && text.charAt(from) == '"';
    int last = to;
    int i = from;
    if (quoted) {
      i++;
      last--;
    }
    StringBuilder value = new StringBuilder(to - from);
    for (; i < last; i++) {
      char c = text.charAt(i);
      char next = i + 1 < last ? text.charAt(i + 1) : 0;
      if (c == '"') {
        throw new InvalidRuleException(i, "the value holds an unescaped quote", "write it as \\\"");
      }
      if (c == '\\' && (next == '\\' || next == '"' || next == 'n')) {
        value.append(next == 'n' ? '\n' : next);
        i++;
      } else {
        value.append(c);
      }
    }
    // The last character closes the quote, unless a backslash escapes it.
    if (quoted
        && (i != last || last <= from || text.charAt(last) != '"' || endsEscaped(from, last))) {
      throw new InvalidRuleException(from, "the quote is not closed", "add the missing \"");
    }
    return value.toString();
  }

  private boolean endsEscaped(int from, int last) {
    int slashes = 0;
    while (last - slashes - 1 > from && text.charAt(last - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }

  private int skipSpace(int at) {
    while (at < end && Quoting.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
