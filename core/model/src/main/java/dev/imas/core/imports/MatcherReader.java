package dev.imas.core.imports;

import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads matchers in both of Alertmanager's forms, the mappings and the list of texts. */
final class MatcherReader {

  private final FileFaults faults;

  MatcherReader(FileFaults faults) {
    this.faults = faults;
  }

  /**
   * @param equal the member that has label: value
   * @param regex the member that has label: expression
   * @param list the member that has matchers
   */
  List<Matcher> read(Fields of, String equal, String regex, String list) {
    Set<Matcher> found = new LinkedHashSet<>();
    of.pairs(equal).forEach((label, value) -> add(label, Operator.EQUALS, value, found));
    of.pairs(regex).forEach((label, value) -> add(label, Operator.MATCHES, value, found));
    for (YamlPart.Scalar text : of.texts(list)) {
      try {
        found.addAll(Matcher.parseAll(String.valueOf(text.text())));
      } catch (InvalidRuleException e) {
        faults.add(text, "is no matcher that IMAS can use: " + e.getMessage());
      }
    }
    return List.copyOf(found);
  }

  private void add(String label, Operator operator, YamlPart.Scalar value, Set<Matcher> found) {
    try {
      found.add(Matcher.of(label, operator, value.text() == null ? "" : value.text()));
    } catch (InvalidRuleException e) {
      faults.add(value, "is no matcher that IMAS can use: " + e.getMessage());
    }
  }

  /** In their canonical form. */
  static List<String> texts(List<Matcher> matchers) {
    List<String> texts = new ArrayList<>();
    matchers.forEach(matcher -> texts.add(matcher.toString()));
    return texts;
  }
}
