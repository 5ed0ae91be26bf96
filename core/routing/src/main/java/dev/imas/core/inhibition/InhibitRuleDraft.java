package dev.imas.core.inhibition;

import dev.imas.core.http.Body;
import dev.imas.core.rule.Matcher;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.silence.MatcherTexts;
import dev.imas.core.suppression.SilenceText;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a request writes of an inhibit rule, with the matchers in their canonical form. */
record InhibitRuleDraft(
    String name,
    List<String> source,
    List<String> target,
    List<String> equal,
    Duration patience,
    boolean isActive) {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  private static final int LONGEST_LABEL = 1_024;

  InhibitRuleDraft {
    source = List.copyOf(source);
    target = List.copyOf(target);
    equal = List.copyOf(equal);
  }

  /**
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static InhibitRuleDraft read(Body body) {
    body.only("name", "source_matchers", "target_matchers", "equal", "wait", "is_active");
    String name = body.requiredText("name", RuleLimits.NAME_LENGTH);
    List<Matcher> source = MatcherTexts.read(body, "source_matchers");
    List<Matcher> target = MatcherTexts.read(body, "target_matchers");
    List<String> equal = body.exactTexts("equal", RuleLimits.GROUP_BY_LABELS, LONGEST_LABEL);
    Duration wait = wait(body);
    boolean isActive = body.flag("is_active", true);
    refuseTwice(body, "source_matchers", source.stream().map(Matcher::toString).toList());
    refuseTwice(body, "target_matchers", target.stream().map(Matcher::toString).toList());
    refuseTwice(body, "equal", equal);
    body.throwIfFaulty();
    return new InhibitRuleDraft(
        name,
        SilenceText.canonical(source),
        SilenceText.canonical(target),
        equal.stream().sorted().toList(),
        wait,
        isActive);
  }

  /** What is written is what is read again, so that documents that are applied stay the same. */
  private static void refuseTwice(Body body, String member, List<String> texts) {
    Set<String> known = new HashSet<>();
    for (String text : texts) {
      if (!known.add(text)) {
        body.fault("/" + member, "has " + text + " twice; remove one");
      }
    }
  }

  private static Duration wait(Body body) {
    Duration given =
        body.duration(
            "wait",
            Duration.ZERO,
            LONGEST_WAIT,
            "must be a duration of whole seconds, at most ten minutes, such as PT30S");
    return given == null ? WAIT : given;
  }

  /** Whether the same alerts are sources and targets of each other. */
  boolean hasSidesOf(InhibitRuleView rule) {
    return isActive == rule.isActive()
        && source.equals(rule.sourceMatchers())
        && target.equals(rule.targetMatchers())
        && equal.equals(rule.equal());
  }
}
