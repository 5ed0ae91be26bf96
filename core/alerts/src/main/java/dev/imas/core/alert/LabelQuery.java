package dev.imas.core.alert;

import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import java.util.ArrayList;
import java.util.List;

/** The parameter {@code label}: Alertmanager's matchers. It may be repeated, and all must match. */
final class LabelQuery {

  static final String NAME = "label";
  static final int MOST_MATCHERS = 10;

  private LabelQuery() {}

  static List<Matcher> read(Query query) {
    List<Matcher> matchers = new ArrayList<>();
    for (String text : query.texts(NAME)) {
      matchers.addAll(parse(text));
    }
    if (matchers.size() > MOST_MATCHERS) {
      throw fault(matchers.size() + " matchers are too many; use at most " + MOST_MATCHERS);
    }
    return matchers.stream().distinct().toList();
  }

  private static List<Matcher> parse(String text) {
    List<Matcher> matchers;
    try {
      matchers = Matcher.parseAll(text);
    } catch (InvalidRuleException e) {
      throw fault(
          "'"
              + text
              + "' is not a matcher such as env=production or severity!=info: "
              + e.getMessage());
    }
    for (Matcher m : matchers) {
      // It may be written as an escape, which the check of the query does not see.
      if (m.name().indexOf('\0') >= 0 || m.value().indexOf('\0') >= 0) {
        throw fault("'" + text + "' holds U+0000, which no label contains; remove it");
      }
    }
    return matchers;
  }

  private static Fault fault(String detail) {
    return Fault.at(Fault.Kind.BAD_REQUEST, NAME, detail);
  }
}
