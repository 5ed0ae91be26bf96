package dev.imas.core.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.condition.CelExpression;
import dev.imas.core.rule.condition.Condition;
import dev.imas.core.rule.condition.ConditionReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads every field of a rule set once, and gathers all faults. */
final class RuleSetCheck {

  private final List<RuleFault> faults = new ArrayList<>();
  private final List<List<Matcher>> matchers = new ArrayList<>();

  /** Rules often share a matcher: its program is kept once. */
  private final Map<String, Matcher> known = new HashMap<>();

  private final List<@Nullable Condition> conditions = new ArrayList<>();
  private int conditionNodes;
  private int expressions;
  private int enriching;
  private final Map<String, CelExpression> knownExpressions = new HashMap<>();
  private long totalSize;
  private String rule = "";

  private RuleSetCheck() {}

  static RuleSetCheck of(RuleSetDefinition definition) {
    RuleSetCheck check = new RuleSetCheck();
    check.checkAll(definition.rules());
    return check;
  }

  List<RuleFault> faults() {
    return List.copyOf(faults);
  }

  /** The matchers of that rule in the order written. Complete only without faults. */
  List<Matcher> matchers(int index) {
    return matchers.get(index);
  }

  /** What must hold beside them; null for nothing. Complete only without faults. */
  @Nullable Condition when(int index) {
    return conditions.get(index);
  }

  private void checkAll(List<RuleDefinition> rules) {
    rule = "/rules";
    if (rules.size() > RuleLimits.RULES) {
      fault("", "has " + rules.size() + " rules; at most " + RuleLimits.RULES + " are allowed");
      return;
    }
    for (int i = 0; i < rules.size() && faults.size() < RuleLimits.FAULTS; i++) {
      rule = "/rules/" + i;
      check(rules.get(i));
    }
    if (totalSize > RuleLimits.TOTAL_SIZE) {
      rule = "/rules";
      fault("", "the expressions are too large together; use fewer or simpler ones");
    }
    tooMany("rules that enrich", enriching, RuleLimits.ENRICHING_RULES);
    tooMany("conditions", conditionNodes, RuleLimits.CONDITIONS);
    tooMany("expressions in cel", expressions, RuleLimits.EXPRESSIONS);
  }

  private void tooMany(String what, int number, int most) {
    if (number > most) {
      rule = "/rules";
      fault("", "has more than " + most + " " + what + "; write fewer, or merge rules");
    }
  }

  private void check(RuleDefinition r) {
    if (r.name().isBlank()) {
      fault("/name", "is missing; every rule needs a name");
    }
    text("/name", r.name(), RuleLimits.NAME_LENGTH);
    text("/description", r.description(), RuleLimits.DESCRIPTION_LENGTH);
    if (r.service() != null) {
      named("/service", r.service(), "a service");
    }
    if (r.severity() != null) {
      severity("/severity", r.severity());
    }
    if (r.severityMapping() != null) {
      severityMapping(r.severityMapping());
    }
    if (r.groupBy() != null) {
      groupBy(r.groupBy());
    }
    if (r.enrich() != null) {
      enriching++;
      EnrichmentCheck.check(r.enrich(), (field, detail) -> fault("/enrich" + field, detail));
    }
    if (r.title() != null) {
      title(r.title());
    }
    if (r.escalationPolicy() != null) {
      named("/escalation_policy", r.escalationPolicy(), "an escalation policy");
    }
    if (r.impactScopes() != null) {
      impactScopes(r.impactScopes());
    }
    if (r.tags() != null) {
      tags(r.tags());
    }
    if (r.groupWait() != null && RuleActions.wait(r.groupWait()).isEmpty()) {
      fault(
          "/group_wait", "must be a duration of whole seconds, at most ten minutes, such as PT30S");
    }
    if (r.groupInterval() != null && RuleActions.interval(r.groupInterval()).isEmpty()) {
      fault("/group_interval", "must be a duration of whole seconds, at most a day, such as PT5M");
    }
    if (r.repeatInterval() != null && RuleActions.repeat(r.repeatInterval()).isEmpty()) {
      fault(
          "/repeat_interval",
          "must be a duration of whole seconds, from a minute to 30 days, such as PT4H");
    }
    if (r.reopenWindow() != null && RuleActions.reopen(r.reopenWindow()).isEmpty()) {
      fault("/reopen_window", "must be a duration of whole seconds, at most 7 days, such as PT2H");
    }
    if (r.muteTimes() != null) {
      timeIntervals("/mute_times", r.muteTimes());
    }
    if (r.activeTimes() != null) {
      timeIntervals("/active_times", r.activeTimes());
    }
    if (r.drop() != null) {
      drop(r, r.drop());
    }
    if (r.shouldRecord() != null && r.matchers().isEmpty() && r.when() == null) {
      fault("/record", "would open nothing for any alert; add matchers or a condition");
    }
    matchers.add(matchers(r.matchers()));
    conditions.add(r.when() == null ? null : condition(r.when()));
  }

  private void title(String template) {
    if (text("/title", template, RuleLimits.TITLE_LENGTH)) {
      template("/title", template);
    }
  }

  private void template(String field, String template) {
    try {
      TitleTemplate.compile(template);
    } catch (IllegalArgumentException e) {
      fault(field, e.getMessage());
    }
  }

  private void named(String field, String name, String what) {
    if (name.isBlank()) {
      fault(field, "is empty; name " + what + ", or leave it out");
    }
    text(field, name, RuleLimits.NAME_LENGTH);
  }

  private void impactScopes(List<String> names) {
    names("/impact_scopes", names, "scope", "an impact scope", RuleLimits.IMPACT_SCOPES);
  }

  private void timeIntervals(String at, List<String> names) {
    names(at, names, "time interval", "a time interval", RuleLimits.TIME_INTERVALS);
  }

  private void names(String at, List<String> names, String thing, String what, int most) {
    if (names.size() > most) {
      fault(at, "has " + names.size() + " " + thing + "s; at most " + most + " are allowed");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String field = at + "/" + i;
      named(field, names.get(i), what);
      if (!seen.add(names.get(i).toLowerCase(Locale.ROOT))) {
        fault(field, "repeats " + names.get(i) + "; name each " + thing + " once");
      }
    }
  }

  private void tags(List<String> tags) {
    if (tags.size() > RuleLimits.TAGS) {
      fault("/tags", "has " + tags.size() + " tags; at most " + RuleLimits.TAGS + " are allowed");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      String field = "/tags/" + i;
      String tag = tags.get(i);
      if (tag.isBlank()) {
        fault(field, "is empty; name a tag, or leave it out");
      } else if (text(field, tag, RuleLimits.TAG_LENGTH)) {
        template(field, tag);
      }
      if (!seen.add(tag.toLowerCase(Locale.ROOT))) {
        fault(field, "repeats " + tag + "; name each tag once");
      }
    }
  }

  private void drop(RuleDefinition r, String why) {
    if (why.isBlank()) {
      fault("/drop", "is empty; say why, for those who look for the alert");
    }
    text("/drop", why, RuleLimits.DROP_LENGTH);
    if (r.matchers().isEmpty() && r.when() == null) {
      fault("/drop", "would drop every alert; add matchers or a condition");
    }
    if (r.service() != null
        || r.severity() != null
        || r.severityMapping() != null
        || r.groupBy() != null
        || r.autoResolve() != null
        || r.enrich() != null
        || r.acts()) {
      fault("/drop", "leaves nothing to decide; remove what else the rule says of its alerts");
    }
    if (r.continues()) {
      fault("/continue", "has no sense where the alert is dropped; remove it");
    }
  }

  private @Nullable Condition condition(JsonNode when) {
    // Once there are too many, reading the others would only take time.
    if (expressions > RuleLimits.EXPRESSIONS
        || conditionNodes > RuleLimits.CONDITIONS
        || totalSize > RuleLimits.TOTAL_SIZE) {
      return null;
    }
    ConditionReader reader = new ConditionReader(knownExpressions, this::fault);
    Condition read = reader.read(when);
    conditionNodes += reader.nodes();
    expressions += reader.expressions();
    totalSize += reader.compiledSize() + (read == null ? 0 : read.size());
    return read;
  }

  private List<Matcher> matchers(List<String> texts) {
    List<Matcher> read = new ArrayList<>(texts.size());
    if (texts.size() > RuleLimits.MATCHERS_PER_RULE) {
      fault(
          "/matchers",
          "has "
              + texts.size()
              + " matchers; at most "
              + RuleLimits.MATCHERS_PER_RULE
              + " are allowed");
      return read;
    }
    for (int i = 0; i < texts.size(); i++) {
      String field = "/matchers/" + i;
      Matcher m =
          text(field, texts.get(i), RuleLimits.MATCHER_LENGTH)
              ? matcher(field, texts.get(i))
              : null;
      if (m != null) {
        totalSize += m.size();
        read.add(m);
      }
    }
    return read;
  }

  private @Nullable Matcher matcher(String field, String text) {
    Matcher m = known.get(text);
    if (m == null && totalSize <= RuleLimits.TOTAL_SIZE) {
      try {
        m = Matcher.parse(text);
        known.put(text, m);
      } catch (InvalidRuleException e) {
        fault(field, e.getMessage());
      }
    }
    return m;
  }

  private void severity(String field, String word) {
    if (Severity.parse(word).isEmpty()) {
      fault(field, "'" + word + "' is not a severity; use SEV1_CRITICAL to SEV4_LOW or P1 to P4");
    }
  }

  private void severityMapping(Map<String, Map<String, String>> mapping) {
    int words = 0;
    for (Map.Entry<String, Map<String, String>> label : mapping.entrySet()) {
      String field = "/severity_mapping/" + escape(label.getKey());
      text(field, label.getKey(), RuleLimits.NAME_LENGTH);
      Map<String, Severity> folded = new HashMap<>();
      for (Map.Entry<String, String> word : label.getValue().entrySet()) {
        String at = field + "/" + escape(word.getKey());
        words++;
        text(at, word.getKey(), RuleLimits.NAME_LENGTH);
        severity(at, word.getValue());
        Severity now = Severity.parse(word.getValue()).orElse(Severity.SEV4_LOW);
        Severity before = folded.put(word.getKey().toLowerCase(Locale.ROOT), now);
        if (before != null && before != now) {
          fault(
              at,
              "appears again in another case with another severity; case is ignored, so "
                  + "keep one");
        }
      }
    }
    if (words > RuleLimits.SEVERITY_WORDS) {
      fault(
          "/severity_mapping",
          "has " + words + " values; at most " + RuleLimits.SEVERITY_WORDS + " are allowed");
    }
  }

  private void groupBy(List<String> labels) {
    if (labels.size() > RuleLimits.GROUP_BY_LABELS) {
      fault(
          "/group_by",
          "has "
              + labels.size()
              + " labels; at most "
              + RuleLimits.GROUP_BY_LABELS
              + " are allowed");
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      String field = "/group_by/" + i;
      text(field, label, RuleLimits.NAME_LENGTH);
      if (label.isEmpty()) {
        fault(field, "is empty; name a label");
      } else if (!seen.add(label)) {
        fault(field, "repeats " + label + "; name each label once");
      } else if (label.equals(RuleDefinition.ALL_LABELS) && labels.size() > 1) {
        fault(field, "'...' means all labels; remove the others");
      }
    }
  }

  /** PostgreSQL cannot store U+0000; any other character is allowed. */
  private boolean text(String field, String text, int longest) {
    if (text.length() > longest) {
      fault(field, "has " + text.length() + " characters; at most " + longest + " are allowed");
      return false;
    }
    if (text.indexOf('\0') >= 0) {
      fault(field, "holds the character U+0000; remove it");
      return false;
    }
    return true;
  }

  private void fault(String field, @Nullable String detail) {
    if (faults.size() < RuleLimits.FAULTS) {
      faults.add(new RuleFault(rule + field, detail == null ? "is not valid" : detail));
    }
  }

  private static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }
}
