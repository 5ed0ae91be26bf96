package dev.imas.core.rule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the matching rules say together of an incident, applied in order like {@link RuleOutcome}.
 */
final class ActionOutcome {

  // The index of the rule that decided it, or UNSAID.
  int titleRule = RuleOutcome.UNSAID;
  int policyRule = RuleOutcome.UNSAID;
  int scopesRule = RuleOutcome.UNSAID;

  /** Of each tag, the index of the first rule that gives it. */
  final List<Integer> tagRules = new ArrayList<>();

  int waitRule = RuleOutcome.UNSAID;
  int intervalRule = RuleOutcome.UNSAID;
  int repeatRule = RuleOutcome.UNSAID;
  int reopenRule = RuleOutcome.UNSAID;
  int muteRule = RuleOutcome.UNSAID;
  int activeRule = RuleOutcome.UNSAID;
  int recordRule = RuleOutcome.UNSAID;

  private @Nullable String title;
  private @Nullable String policy;
  private List<String> scopes = List.of();
  private final List<TitleTemplate> tags = new ArrayList<>();
  private Duration wait = Duration.ZERO;
  private @Nullable Duration interval;
  private @Nullable Duration repeat;
  private @Nullable ReopenWindow reopen;
  private List<String> mute = List.of();
  private List<String> active = List.of();
  private @Nullable String recordedBy;

  void apply(int index, RuleDefinition rule) {
    if (titleRule == RuleOutcome.UNSAID && rule.title() != null) {
      titleRule = index;
      title = rule.title();
    }
    if (policyRule == RuleOutcome.UNSAID && rule.escalationPolicy() != null) {
      policyRule = index;
      policy = rule.escalationPolicy();
    }
    if (scopesRule == RuleOutcome.UNSAID && rule.impactScopes() != null) {
      scopesRule = index;
      scopes = rule.impactScopes();
    }
    if (rule.tags() != null) {
      rule.tags().forEach(tag -> tag(index, tag));
    }
    String groupWait = rule.groupWait();
    if (waitRule == RuleOutcome.UNSAID && groupWait != null) {
      waitRule = index;
      wait = RuleActions.wait(groupWait).orElse(Duration.ZERO);
    }
    String groupInterval = rule.groupInterval();
    if (intervalRule == RuleOutcome.UNSAID && groupInterval != null) {
      intervalRule = index;
      interval = RuleActions.interval(groupInterval).orElse(null);
    }
    String repeatInterval = rule.repeatInterval();
    if (repeatRule == RuleOutcome.UNSAID && repeatInterval != null) {
      repeatRule = index;
      repeat = RuleActions.repeat(repeatInterval).orElse(null);
    }
    String reopenWindow = rule.reopenWindow();
    if (reopenRule == RuleOutcome.UNSAID && reopenWindow != null) {
      reopenRule = index;
      reopen =
          RuleActions.reopen(reopenWindow)
              .map(length -> ReopenWindow.ofRule(length, rule.name()))
              .orElse(null);
    }
    List<String> muteTimes = rule.muteTimes();
    if (muteRule == RuleOutcome.UNSAID && muteTimes != null) {
      muteRule = index;
      mute = muteTimes;
    }
    List<String> activeTimes = rule.activeTimes();
    if (activeRule == RuleOutcome.UNSAID && activeTimes != null) {
      activeRule = index;
      active = activeTimes;
    }
    if (recordRule == RuleOutcome.UNSAID && rule.shouldRecord() != null) {
      recordRule = index;
      recordedBy = rule.name();
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
            reopen,
            new RuleTimes(mute, active, recordedBy),
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
