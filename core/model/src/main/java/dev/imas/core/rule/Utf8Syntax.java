package dev.imas.core.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Alertmanager's UTF-8 syntax: {@code {name op value, …}}. The braces and a last comma are
 * optional. Names and values stand in double quotes, or bare where they hold neither white space
 * nor one of <code>{}!=~,"'`</code>.
 */
final class Utf8Syntax {

  private static final String RESERVED = "{}!=~,\"'`";

  private final String text;
  private int at;

  Utf8Syntax(String text) {
    this.text = text;
  }

  List<MatcherTerm> read() {
    List<MatcherTerm> terms = new ArrayList<>();
    boolean braced = accept('{');
    while (!atEndOfList()) {
      terms.add(term());
      if (!atEndOfList() && !accept(',')) {
        throw fault(
            here() + " is unexpected",
            "separate matchers by commas, and quote " + "special values");
      }
    }
    if (braced && !accept('}')) {
      throw fault("the list is not closed", "end it with }");
    }
    if (!braced && accept('}')) {
      at--;
      throw fault("the } closes nothing", "start the list with {, or quote the value");
    }
    skipSpace();
    if (at < text.length()) {
      throw fault(here() + " is unexpected", "end the text after }");
    }
    return terms;
  }

  private MatcherTerm term() {
    skipSpace();
    int start = at;
    String name = token("label name", "write name=\"value\"");
    if (name.isEmpty()) {
      at = start;
      throw fault("the label name is empty", "name a label");
    }
    Operator operator = operator(name);
    skipSpace();
    int valueAt = at;
    return new MatcherTerm(
        name, operator, token("value", "write \"\" for an empty or missing label"), valueAt);
  }

  private Operator operator(String name) {
    skipSpace();
    for (Operator op : List.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUALS)) {
      if (text.startsWith(op.symbol(), at)) {
        at += 2;
        return op;
      }
    }
    if (accept('=')) {
      return Operator.EQUALS;
    }
    throw fault("the operator after " + name + " is missing", "write one of = != =~ !~");
  }

  private String token(String what, String mend) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && !isReserved(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw fault("expected a " + what + ", found " + here(), mend);
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int start = at;
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == '"') {
        at++;
        return Escapes.unquote(text, start + 1, at - 1);
      }
    }
    at = start;
    throw fault("the quote is not closed", "add the missing \"");
  }

  private static boolean isReserved(char c) {
    return Quoting.isSpace(c) || RESERVED.indexOf(c) >= 0;
  }

  private boolean atEndOfList() {
    skipSpace();
    return at >= text.length() || text.charAt(at) == '}';
  }

  private boolean accept(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Quoting.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private String here() {
    return at < text.length() ? "'" + Character.toString(text.codePointAt(at)) + "'" : "the end";
  }

  private InvalidRuleException fault(String wrong, String mend) {
    return new InvalidRuleException(Math.min(at, text.length()), wrong, mend);
  }
}
