package dev.imas.core.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads matchers as Alertmanager does in its default mode, which accepts both the UTF-8 and the
 * classic syntax. What only one of them can read is taken from that one. Where they disagree, as
 * about the escape {@code \x41} in a value, the classic reading wins.
 */
final class MatcherSyntax {

  private MatcherSyntax() {}

  static List<Matcher> read(String text) {
    List<MatcherTerm> utf8;
    try {
      utf8 = new Utf8Syntax(text).read();
    } catch (InvalidRuleException fault) {
      List<MatcherTerm> classic = classic(text);
      if (classic == null) {
        throw fault;
      }
      return compile(classic);
    }
    List<MatcherTerm> classic = classic(text);
    if (classic == null || same(utf8, classic)) {
      return compile(utf8);
    }
    try {
      return compile(classic);
    } catch (InvalidRuleException e) {
      return compile(utf8);
    }
  }

  private static @Nullable List<MatcherTerm> classic(String text) {
    try {
      return ClassicSyntax.read(text);
    } catch (InvalidRuleException e) {
      return null;
    }
  }

  private static List<Matcher> compile(List<MatcherTerm> terms) {
    List<Matcher> matchers = new ArrayList<>(terms.size());
    for (MatcherTerm t : terms) {
      matchers.add(Matcher.compile(t));
    }
    return List.copyOf(matchers);
  }

  private static boolean same(List<MatcherTerm> a, List<MatcherTerm> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!a.get(i).sameAs(b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
