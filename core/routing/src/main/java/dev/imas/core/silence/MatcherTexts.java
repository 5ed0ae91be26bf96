package dev.imas.core.silence;

import dev.imas.core.http.Body;
import dev.imas.core.rule.InvalidRuleException;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.suppression.SilenceText;
import java.util.ArrayList;
import java.util.List;

/** Reads the matchers of what hides alerts. */
public final class MatcherTexts {

  private MatcherTexts() {}

  /** What is wrong is a fault of the body, with a pointer. */
  public static List<Matcher> read(Body body, String member) {
    List<String> texts =
        body.exactTexts(member, RuleLimits.MATCHERS_PER_RULE, RuleLimits.MATCHER_LENGTH);
    List<Matcher> matchers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        matchers.add(Matcher.parse(texts.get(i)));
      } catch (InvalidRuleException e) {
        body.fault(
            "/" + member + "/" + i, "is no matcher such as team=\"payments\": " + e.getMessage());
      }
    }
    // A matcher that could not be read has its own fault.
    if (matchers.size() == texts.size()) {
      SilenceText.fault(matchers).ifPresent(fault -> body.fault("/" + member, fault));
    }
    return matchers;
  }
}
