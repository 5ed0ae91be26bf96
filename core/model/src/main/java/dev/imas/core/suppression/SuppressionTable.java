package dev.imas.core.suppression;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.MatcherSets;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.times.NamedTimes;
import dev.imas.core.times.NamedTimes.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A tenant's silences, inhibit rules and time intervals, compiled. Thread-safe. */
public final class SuppressionTable {

  /**
   * An alert as a rule of inhibition sees it.
   *
   * @param key of the values of the rule's equal labels
   */
  public record Side(InhibitRule rule, UUID key, boolean isSource, boolean isTarget) {

    /** Such a source inhibits no target that is a source as well. */
    public boolean isBoth() {
      return isSource && isTarget;
    }

    public Place place() {
      return new Place(rule.id(), key);
    }

    /** The same among tests, which real alerts neither inhibit nor are inhibited by. */
    Side ofTests() {
      return new Side(
          rule,
          new UUID(~key.getMostSignificantBits(), key.getLeastSignificantBits()),
          isSource,
          isTarget);
    }
  }

  /** A rule, and values of its equal labels: where sources inhibit targets. */
  public record Place(UUID rule, UUID key) {}

  private final long epoch;
  private final List<Silence> silences;
  private final List<InhibitRule> rules;
  private final Map<String, NamedTimes> times = new HashMap<>();
  private final MatcherSets bySilence;
  private final MatcherSets bySource;
  private final MatcherSets byTarget;

  private SuppressionTable(
      long epoch, List<Silence> silences, List<InhibitRule> rules, List<NamedTimes> times) {
    this.epoch = epoch;
    this.silences = List.copyOf(silences);
    this.rules = List.copyOf(rules);
    this.bySilence = MatcherSets.of(silences.stream().map(Silence::matchers).toList());
    this.bySource = MatcherSets.of(rules.stream().map(InhibitRule::source).toList());
    this.byTarget = MatcherSets.of(rules.stream().map(InhibitRule::target).toList());
    // A name that looks like an id is a name first.
    times.forEach(named -> this.times.put(named.id().toString(), named));
    times.forEach(named -> this.times.put(lower(named.name()), named));
  }

  /**
   * Takes milliseconds for thousands of them. Never call it on an event loop.
   *
   * @param epoch of the tenant, as it was read with them
   */
  public static SuppressionTable of(
      long epoch, List<Silence> silences, List<InhibitRule> rules, List<NamedTimes> times) {
    return new SuppressionTable(epoch, silences, rules, times);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  public long epoch() {
    return epoch;
  }

  /** Whether nothing can hide an alert, now or later. */
  public boolean isEmpty() {
    return silences.isEmpty() && rules.isEmpty() && times.isEmpty();
  }

  public boolean inhibits() {
    return !rules.isEmpty();
  }

  /** Whether there are time intervals, so that it matters what rules say of them. */
  public boolean hasTimes() {
    return !times.isEmpty();
  }

  /**
   * The rule that only records an alert, and the time intervals by which it is hidden now. A rule
   * that names one that is gone hides nothing by it; where it is told in that one alone, it is told
   * always.
   */
  public List<Reason> timing(RuleTimes said, Instant now) {
    if (said.isNone()) {
      return List.of();
    }
    List<Reason> reasons = new ArrayList<>();
    if (said.recordedBy() != null) {
      reasons.add(Reason.recordedBy(said.recordedBy()));
    }
    for (NamedTimes named : named(said.mute())) {
      Standing at = named.at(now);
      if (at.holds()) {
        reasons.add(Reason.during(named, at.until()));
      }
    }
    List<NamedTimes> active = named(said.active());
    if (!active.isEmpty()
        && active.size() == said.active().size()
        && active.stream().noneMatch(named -> named.at(now).holds())) {
      active.forEach(named -> reasons.add(Reason.outside(named, firstOf(active, now))));
    }
    return reasons;
  }

  private static Instant firstOf(List<NamedTimes> intervals, Instant now) {
    return intervals.stream()
        .map(named -> named.at(now).until())
        .min(Comparator.naturalOrder())
        .orElse(now);
  }

  private List<NamedTimes> named(List<String> names) {
    return names.stream().map(name -> times.get(lower(name))).filter(Objects::nonNull).toList();
  }

  /** The silences that hide an alert with these labels at that time. */
  public List<Silence> silencing(Labels labels, UUID service, Severity severity, Instant now) {
    List<Silence> found = new ArrayList<>();
    for (int i : bySilence.matching(labels)) {
      if (silences.get(i).hides(service, severity, now)) {
        found.add(silences.get(i));
      }
    }
    return found;
  }

  /**
   * When a silence or a time interval begins next that may hide such an alert. It is not said what
   * hides it now.
   *
   * @return {@link Instant#MAX} if none does
   */
  public Instant begins(
      Labels labels, UUID service, Severity severity, RuleTimes said, Instant now) {
    Instant next = Instant.MAX;
    for (int i : bySilence.matching(labels)) {
      Silence silence = silences.get(i);
      if (silence.startsAt().isAfter(now) && silence.concerns(service, severity)) {
        next = earlier(next, silence.startsAt());
      }
    }
    for (NamedTimes named : named(said.mute())) {
      Standing at = named.at(now);
      next = at.holds() ? next : earlier(next, at.until());
    }
    // Outside of all of them it is hidden, so the end of each must be looked at.
    for (NamedTimes named : named(said.active())) {
      Standing at = named.at(now);
      next = at.holds() ? earlier(next, at.until()) : next;
    }
    return next;
  }

  private static Instant earlier(Instant one, Instant other) {
    return other.isBefore(one) ? other : one;
  }

  /** The rules of inhibition that concern the alert. */
  public List<Side> sides(SuppressionSubject subject) {
    List<Side> sides = sides(subject.labels());
    return subject.isTest() ? sides.stream().map(Side::ofTests).toList() : sides;
  }

  /** The rules of inhibition that concern an alert with these labels. */
  public List<Side> sides(Labels labels) {
    Map<Integer, Side> sides = new HashMap<>();
    for (int i : bySource.matching(labels)) {
      InhibitRule rule = rules.get(i);
      sides.put(i, new Side(rule, rule.key(labels), true, false));
    }
    for (int i : byTarget.matching(labels)) {
      InhibitRule rule = rules.get(i);
      Side other = sides.get(i);
      sides.put(i, new Side(rule, rule.key(labels), other != null, true));
    }
    return List.copyOf(sides.values());
  }
}
