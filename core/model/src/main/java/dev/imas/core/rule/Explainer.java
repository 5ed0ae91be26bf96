package dev.imas.core.rule;

import dev.imas.core.model.Labels;
import dev.imas.core.rule.Explanation.AutoResolveTrace;
import dev.imas.core.rule.Explanation.EnrichTrace;
import dev.imas.core.rule.Explanation.GroupTrace;
import dev.imas.core.rule.Explanation.Mismatch;
import dev.imas.core.rule.Explanation.OpeningTrace;
import dev.imas.core.rule.Explanation.RuleTrace;
import dev.imas.core.rule.Explanation.ServiceTrace;
import dev.imas.core.rule.Explanation.SeverityTrace;
import dev.imas.core.rule.Explanation.TagTrace;
import dev.imas.core.rule.condition.AlertContext;
import dev.imas.core.rule.condition.FailedPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries the rules one by one, without the index, and records each step. */
final class Explainer {

  private final RoutingTable table;
  private final RoutedAlert alert;
  private Labels labels;
  private final Set<String> enriched = new HashSet<>();
  private final List<EnrichTrace> enrichments = new ArrayList<>();
  private final Naming naming;
  private final RuleOutcome outcome = new RuleOutcome();
  private final ActionOutcome actions = new ActionOutcome();
  private final List<RuleTrace> traces = new ArrayList<>();
  private int tried;
  private int misses;
  private int first = Routing.NO_RULE;

  Explainer(RoutingTable table, RoutedAlert alert) {
    this.alert = alert;
    this.naming = alert.naming();
    this.table = table;
    this.labels = alert.labels();
  }

  Explanation explain() {
    boolean stopped = false;
    for (; tried < table.rules.length && !stopped; tried++) {
      CompiledRule rule = table.rules[tried];
      if (!rule.isActive) {
        misses++;
        if (misses <= Explanation.MISSES) {
          traces.add(RuleTrace.ofInactive(tried, rule.definition.name(), rule.continues));
        }
        continue;
      }
      Mismatch mismatch = mismatch(rule);
      List<FailedPart> failed =
          mismatch != null || rule.when == null ? List.of() : FailedPart.of(rule.when, context());
      if (mismatch == null && failed.isEmpty()) {
        matched(rule);
        stopped = !rule.continues;
      } else if (misses++ < Explanation.MISSES) {
        traces.add(trace(rule, mismatch, failed, List.of()));
      }
    }
    Routing routing = table.conclude(first, outcome, alert, labels);
    Decision decision = Decision.of(routing.decision());
    return new Explanation(
        routing,
        decision,
        tried,
        List.copyOf(traces),
        Math.max(0, misses - Explanation.MISSES),
        service(routing, decision),
        severity(routing, decision),
        group(routing),
        new AutoResolveTrace(decision.autoResolve(), rule(outcome.autoResolveRule)),
        opening(),
        enrichments.isEmpty() ? null : List.copyOf(enrichments));
  }

  private AlertContext context() {
    return table.context(alert, labels, table.decided(alert, labels, outcome), 0);
  }

  private @Nullable Mismatch mismatch(CompiledRule rule) {
    for (Matcher m : rule.matchers) {
      if (!m.matches(labels)) {
        return new Mismatch(m.toString(), m.name(), labels.get(m.name()));
      }
    }
    return null;
  }

  private void matched(CompiledRule rule) {
    first = first == Routing.NO_RULE ? tried : first;
    boolean enriches = enrich(rule);
    outcome.apply(tried, rule, labels);
    actions.apply(tried, rule.definition);
    List<String> decided = new ArrayList<>();
    note(decided, "service", outcome.serviceRule);
    note(decided, "severity", outcome.severityRule);
    note(decided, "group_by", outcome.groupByRule);
    note(decided, "auto_resolve", outcome.autoResolveRule);
    if (enriches) {
      decided.add("enrich");
    }
    note(decided, "title", actions.titleRule);
    note(decided, "escalation_policy", actions.policyRule);
    note(decided, "impact_scopes", actions.scopesRule);
    if (actions.tagRules.contains(tried)) {
      decided.add("tags");
    }
    note(decided, "group_wait", actions.waitRule);
    note(decided, "group_interval", actions.intervalRule);
    note(decided, "repeat_interval", actions.repeatRule);
    note(decided, "reopen_window", actions.reopenRule);
    note(decided, "mute_times", actions.muteRule);
    note(decided, "active_times", actions.activeRule);
    note(decided, "record", actions.recordRule);
    note(decided, "drop", outcome.dropRule);
    traces.add(trace(rule, null, List.of(), decided));
  }

  /**
   * @return whether it has set a label
   */
  private boolean enrich(CompiledRule rule) {
    Enricher enricher = rule.enricher;
    if (enricher == null) {
      return false;
    }
    String label = enricher.label(labels);
    Map<String, String> values = enricher.values(labels, enriched);
    enrichments.add(
        new EnrichTrace(
            tried,
            enricher.name(),
            enricher.version(),
            enricher.table == null ? true : null,
            label,
            label == null ? null : labels.get(label),
            values));
    enriched.addAll(values.keySet());
    labels = SteppedSearch.with(labels, values);
    return !values.isEmpty();
  }

  private void note(List<String> decided, String field, int by) {
    if (by == tried) {
      decided.add(field);
    }
  }

  private RuleTrace trace(
      CompiledRule rule,
      @Nullable Mismatch mismatch,
      List<FailedPart> failed,
      List<String> decided) {
    return new RuleTrace(
        tried,
        rule.definition.name(),
        mismatch == null && failed.isEmpty(),
        rule.continues,
        mismatch,
        failed.isEmpty() ? null : failed,
        null,
        List.copyOf(decided));
  }

  private ServiceTrace service(Routing routing, Decision decision) {
    String name = "";
    for (Service s : table.catalog.services()) {
      name = s.id().equals(routing.serviceId()) ? s.name() : name;
    }
    Integer rule = rule(outcome.serviceRule);
    String missing =
        outcome.serviceMissing() ? table.rules[outcome.serviceRule].definition.service() : null;
    String label = decision.service().label();
    String value = label == null ? null : labels.get(label);
    return new ServiceTrace(
        routing.serviceId(), name, decision.service(), rule, missing, label, value);
  }

  private SeverityTrace severity(Routing routing, Decision decision) {
    SeverityMapping mapping =
        outcome.severityMapped ? table.rules[outcome.severityRule].mapping : null;
    String label = mapping == null ? null : mapping.labelKnown(labels);
    String value = label == null ? null : labels.get(label);
    return new SeverityTrace(
        routing.severity(), decision.severity(), rule(outcome.severityRule), label, value);
  }

  private GroupTrace group(Routing routing) {
    String[] by =
        outcome.groupBy == null
            ? DefaultGrouping.of(labels, naming).names(naming)
            : outcome.groupBy;
    List<String> names =
        by == CompiledRule.ALL_LABELS ? List.of(RuleDefinition.ALL_LABELS) : List.of(by);
    return new GroupTrace(routing.groupKey(), names, rule(outcome.groupByRule));
  }

  private @Nullable OpeningTrace opening() {
    RuleActions said = actions.actions();
    if (said.equals(RuleActions.NONE)) {
      return null;
    }
    TitleTemplate title = said.title();
    return new OpeningTrace(
        title == null ? null : title.source(),
        rule(actions.titleRule),
        said.escalationPolicy(),
        rule(actions.policyRule),
        orNull(said.impactScopes()),
        rule(actions.scopesRule),
        tags(said.tags()),
        said.groupWait().isZero() ? null : said.groupWait().toString(),
        rule(actions.waitRule),
        text(said.groupInterval()),
        rule(actions.intervalRule),
        text(said.repeatInterval()),
        rule(actions.repeatRule),
        said.reopenWindow() == null ? null : said.reopenWindow().length().toString(),
        rule(actions.reopenRule),
        orNull(said.times().mute()),
        rule(actions.muteRule),
        orNull(said.times().active()),
        rule(actions.activeRule),
        said.times().recordedBy(),
        rule(actions.recordRule));
  }

  private static @Nullable List<String> orNull(List<String> names) {
    return names.isEmpty() ? null : names;
  }

  private @Nullable List<TagTrace> tags(List<TitleTemplate> said) {
    List<TagTrace> tags = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      tags.add(new TagTrace(said.get(i).source(), actions.tagRules.get(i)));
    }
    return tags.isEmpty() ? null : tags;
  }

  private static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }

  private static @Nullable Integer rule(int index) {
    return index == RuleOutcome.UNSAID ? null : index;
  }
}
