package dev.imas.core.scope;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.Labels;
import dev.imas.core.regime.Regime;
import dev.imas.core.regime.Regimes;
import dev.imas.core.rule.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The steps by which an incident gets scopes and loses them. The timeline's entry of such a step
 * says which scope it is, and the reactions to the change go by it. Pure.
 */
public final class ScopeSteps {

  /** Of the timeline's metadata. */
  private static final String SCOPE_ID = "scope_id";

  /** The same, of an entry that says which scopes the incident has had before. */
  private static final String AGAIN = "scope_ids";

  private ScopeSteps() {}

  /**
   * @param why what added it, for people; empty: somebody did by hand
   */
  static Step add(Incident incident, Scope scope, String by, String why, Instant at) {
    StringBuilder message = new StringBuilder("Concerns ").append(scope.name());
    if (!why.isEmpty()) {
      message.append(", since ").append(why);
    }
    if (!scope.actions().isBlank()) {
      message.append(": ").append(scope.actions().strip());
    }
    Map<String, Object> facts = facts(scope);
    Integer hours = scope.legalClockHours();
    if (hours != null) {
      Instant deadline = incident.clocks().detectedAt().plus(Duration.ofHours(hours));
      facts.put("legal_deadline_at", deadline.toString());
      message.append(" (legal deadline ").append(deadline).append(')');
    }
    String regime = scope.regime();
    if (regime != null) {
      facts.put("regime", regime);
      message
          .append(" (must be reported by ")
          .append(Regimes.shipped().find(regime).map(Regime::name).orElse(regime))
          .append(')');
    }
    return incident.note(TimelineType.SCOPE_ADDED, by, message.toString(), facts, at);
  }

  static Step remove(Incident incident, Scope scope, String by, Instant at) {
    return incident.note(
        TimelineType.SCOPE_REMOVED, by, "No longer concerns " + scope.name(), facts(scope), at);
  }

  /** People are called to the incident anew, which those whom it concerns should know. */
  static Step again(Incident incident, List<Scope> scopes, Instant at) {
    return incident.note(
        TimelineType.SCOPE_ADDED,
        Incident.SYSTEM,
        "Still concerns " + scopes.stream().map(Scope::name).collect(Collectors.joining(", ")),
        Map.of(AGAIN, scopes.stream().map(scope -> scope.id().toString()).toList()),
        at);
  }

  private static Map<String, Object> facts(Scope scope) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put(SCOPE_ID, scope.id().toString());
    facts.put("scope", scope.name());
    return facts;
  }

  /**
   * Those of the scopes that are meant by these names or ids, as far as they are active.
   *
   * @param scopes of the tenant
   */
  static List<Scope> named(Collection<String> names, Collection<Scope> scopes) {
    return scopes.stream()
        .filter(Scope::isActive)
        .filter(
            scope ->
                names.stream()
                    .anyMatch(
                        name ->
                            name.equalsIgnoreCase(scope.name())
                                || name.equalsIgnoreCase(scope.id().toString())))
        .toList();
  }

  /**
   * Those of the scopes that an alert with these labels brings.
   *
   * @param scopes of the tenant
   */
  static List<Scope> broughtBy(Labels labels, Collection<Scope> scopes) {
    return scopes.stream()
        .filter(scope -> scope.isActive() && !scope.labels().isEmpty())
        .filter(scope -> scope.labels().stream().allMatch(matcher -> matcher.matches(labels)))
        .toList();
  }

  /**
   * Why an alert brings the scope, for people.
   *
   * @param set the labels that rules have set for the alert
   */
  static String because(Scope scope, Set<String> set) {
    boolean isSet = scope.labels().stream().map(Matcher::name).anyMatch(set::contains);
    return "its alert has "
        + scope.labels().stream().map(Object::toString).collect(Collectors.joining(" and "))
        + (isSet ? ", as a lookup table says" : "");
  }

  /** By scope, whether the incident has it after these steps; of those that they change. */
  public static Map<UUID, Boolean> changed(List<Step> steps) {
    Map<UUID, Boolean> changed = new LinkedHashMap<>();
    for (Step step : steps) {
      TimelineEntry entry = step.entry();
      if (entry.type() == TimelineType.SCOPE_ADDED || entry.type() == TimelineType.SCOPE_REMOVED) {
        scopeOf(entry)
            .ifPresent(scope -> changed.put(scope, entry.type() == TimelineType.SCOPE_ADDED));
      }
    }
    return changed;
  }

  private static Optional<UUID> scopeOf(TimelineEntry entry) {
    return entry.metadata().get(SCOPE_ID) instanceof String id
        ? Optional.of(UUID.fromString(id))
        : Optional.empty();
  }

  /**
   * Something that the recipients of scopes are told.
   *
   * @param scopes whose recipients are told
   * @param entry the timeline's entry under which it goes out
   * @param since whoever was told of the incident by this entry or a later one is not told again
   */
  record Word(Set<UUID> scopes, TimelineEntry entry, String message, int since) {}

  /** What people are called for. */
  private static Stream<String> calls(List<Step> steps) {
    return steps.stream()
        .filter(step -> step.event() != null && step.event().calls())
        .map(step -> step.entry().message());
  }

  /** What the recipients of scopes are told of a change, in its order. */
  static List<Word> words(List<Step> steps) {
    List<Word> words = new ArrayList<>();
    Map<UUID, Boolean> changed = changed(steps);
    List<TimelineEntry> added = new ArrayList<>();
    for (Step step : steps) {
      TimelineEntry entry = step.entry();
      if (entry.type() != TimelineType.SCOPE_ADDED) {
        continue;
      }
      if (entry.metadata().get(AGAIN) instanceof List<?> ids) {
        words.add(
            new Word(
                ids.stream()
                    .map(id -> UUID.fromString(String.valueOf(id)))
                    .collect(Collectors.toSet()),
                entry,
                Stream.concat(calls(steps), Stream.of(entry.message()))
                    .collect(Collectors.joining("; ")),
                steps.getFirst().entry().seq()));
      } else if (scopeOf(entry).filter(scope -> changed.getOrDefault(scope, false)).isPresent()) {
        added.add(entry);
      }
    }
    if (!added.isEmpty()) {
      words.add(
          new Word(
              added.stream().flatMap(entry -> scopeOf(entry).stream()).collect(Collectors.toSet()),
              added.getLast(),
              added.stream().map(TimelineEntry::message).collect(Collectors.joining("; ")),
              0));
    }
    return words;
  }
}
