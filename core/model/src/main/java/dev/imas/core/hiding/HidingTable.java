package dev.imas.core.hiding;

import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.MatcherSets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A tenant's silences and inhibit rules, compiled. Immutable and thread-safe. */
public final class HidingTable {

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
  }

  /** A rule, and values of its equal labels: where sources inhibit targets. */
  public record Place(UUID rule, UUID key) {}

  private final long epoch;
  private final List<Silence> silences;
  private final List<InhibitRule> rules;
  private final MatcherSets bySilence;
  private final MatcherSets bySource;
  private final MatcherSets byTarget;

  private HidingTable(long epoch, List<Silence> silences, List<InhibitRule> rules) {
    this.epoch = epoch;
    this.silences = List.copyOf(silences);
    this.rules = List.copyOf(rules);
    this.bySilence = MatcherSets.of(silences.stream().map(Silence::matchers).toList());
    this.bySource = MatcherSets.of(rules.stream().map(InhibitRule::source).toList());
    this.byTarget = MatcherSets.of(rules.stream().map(InhibitRule::target).toList());
  }

  /**
   * Takes milliseconds for thousands of them. Never call it on an event loop.
   *
   * @param epoch of the tenant, as it was read with them
   */
  public static HidingTable of(long epoch, List<Silence> silences, List<InhibitRule> rules) {
    return new HidingTable(epoch, silences, rules);
  }

  public long epoch() {
    return epoch;
  }

  /** Whether nothing can hide an alert, now or later. */
  public boolean isEmpty() {
    return silences.isEmpty() && rules.isEmpty();
  }

  public boolean inhibits() {
    return !rules.isEmpty();
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
