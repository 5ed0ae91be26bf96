package dev.imas.core.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the matching rules say together of an incident, applied in order like {@link Outcome}. */
final class ActionOutcome {

  // The index of the rule that decided it, or UNSAID.
  int titleRule = Outcome.UNSAID;
  int policyRule = Outcome.UNSAID;
  int scopesRule = Outcome.UNSAID;

  /** Of each tag, the index of the first rule that gives it. */
  final List<Integer> tagRules = new ArrayList<>();

  int waitRule = Outcome.UNSAID;
  int intervalRule = Outcome.UNSAID;
  int repeatRule = Outcome.UNSAID;
  int muteRule = Outcome.UNSAID;
  int activeRule = Outcome.UNSAID;

  private @Nullable String title;
  private @Nullable String policy;
  private List<String> scopes = List.of();
  private final List<TitleTemplate> tags = new ArrayList<>();
  private Duration wait = Duration.ZERO;
  private @Nullable Duration interval;
  private @Nullable Duration repeat;
  private List<String> mute = List.of();
  private List<String> active = List.of();

  void apply(int index, RuleDefinition rule) {
    if (titleRule == Outcome.UNSAID && rule.title() != null) {
      titleRule = index;
      title = rule.title();
    }
    if (policyRule == Outcome.UNSAID && rule.escalationPolicy() != null) {
      policyRule = index;
      policy = rule.escalationPolicy();
    }
    if (scopesRule == Outcome.UNSAID && rule.impactScopes() != null) {
      scopesRule = index;
      scopes = rule.impactScopes();
    }
    if (rule.tags() != null) {
      rule.tags().forEach(tag -> tag(index, tag));
    }
    String groupWait = rule.groupWait();
    if (waitRule == Outcome.UNSAID && groupWait != null) {
      waitRule = index;
      wait = RuleActions.wait(groupWait).orElse(Duration.ZERO);
    }
    String groupInterval = rule.groupInterval();
    if (intervalRule == Outcome.UNSAID && groupInterval != null) {
      intervalRule = index;
      interval = RuleActions.interval(groupInterval).orElse(null);
    }
    String repeatInterval = rule.repeatInterval();
    if (repeatRule == Outcome.UNSAID && repeatInterval != null) {
      repeatRule = index;
      repeat = RuleActions.repeat(repeatInterval).orElse(null);
    }
    List<String> muteTimes = rule.muteTimes();
    if (muteRule == Outcome.UNSAID && muteTimes != null) {
      muteRule = index;
      mute = muteTimes;
    }
    List<String> activeTimes = rule.activeTimes();
    if (activeRule == Outcome.UNSAID && activeTimes != null) {
      activeRule = index;
      active = activeTimes;
    }
  }

  RuleActions actions() {
    RuleActions said =
        new RuleActions(
            template(title),
            policy,
            scopes,
            tags,
            wait,
            interval,
            repeat,
            new RuleTimes(mute, active),
            Map.of());
    return said.equals(RuleActions.NONE) ? RuleActions.NONE : said;
  }

  private void tag(int index, String written) {
    TitleTemplate tag =
        tags.size() < RuleLimits.TAGS_OF_INCIDENT && !has(written) ? template(written) : null;
    if (tag != null) {
      tags.add(tag);
      tagRules.add(index);
    }
  }

  private boolean has(String tag) {
    return tags.stream().anyMatch(other -> other.source().equalsIgnoreCase(tag));
  }

  private static @Nullable TitleTemplate template(@Nullable String written) {
    try {
      return written == null ? null : TitleTemplate.compile(written);
    } catch (IllegalArgumentException e) {
      return null; // an earlier version of IMAS may have accepted it
    }
  }
}
