package dev.imas.core.simulation;

import dev.imas.core.intake.Subjects;
import dev.imas.core.intake.Transition;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.Decision;
import dev.imas.core.rule.RuleTimes;
import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import dev.imas.core.suppression.Reason;
import dev.imas.core.suppression.SuppressionPlan;
import dev.imas.core.suppression.SuppressionPlan.Verdict;
import dev.imas.core.suppression.SuppressionPlanner;
import dev.imas.core.suppression.SuppressionState;
import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionSubject;
import dev.imas.core.suppression.SuppressionTable;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts of a replay are hidden. {@link SuppressionPlanner} decides, as it does for intake;
 * here is remembered what intake has in tables, and when it is decided anew. One thread at a time.
 *
 * <p>Nothing looks through the firing alerts when something begins: what may hide an alert later is
 * known when it is decided. So only alerts that something hides, or may hide, are remembered.
 */
final class SuppressedAlerts {

  /** About 300 bytes each in a world, and with them their labels and annotations, once for both. */
  static final int MOST_WATCHED = 100_000;

  /** A source with many targets that comes and goes makes many. A million takes some seconds. */
  static final long MOST_DECIDED_ANEW = 5_000_000;

  private record Due(Instant at, UUID alert) {}

  /**
   * An alert that has changed, until it is decided.
   *
   * @param known null if it does not fire any more
   * @param sides what inhibit rules in force it concerns
   * @param concernedAt when the next such rule is made; {@link Instant#MAX} if none is
   */
  private record Asked(
      SuppressionSubject subject,
      @Nullable Known known,
      RuleTimes times,
      Transition last,
      List<Side> sides,
      Instant concernedAt) {}

  private final SuppressionTable table;
  private final Map<UUID, Instant> rulesSince;
  private final Map<UUID, Watched> watched = new HashMap<>();
  private final Places places = new Places();
  private final TreeSet<Due> queue =
      new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::alert));
  private final SuppressedEpisodes episodes = new SuppressedEpisodes();
  private long decidedAnew;
  private long leftOut;

  /**
   * @param table of what hides; it may be shared
   */
  SuppressedAlerts(SuppressionTable table, Past past) {
    this.table = table;
    this.rulesSince = past.since();
  }

  /** Whether nothing can hide an alert. */
  boolean isIdle() {
    return table.isEmpty();
  }

  /**
   * Decides of alerts that have changed, or that are to be decided anew.
   *
   * @param fires whether an alert fires in an incident until now
   */
  SuppressionPlan decide(
      List<Transition> changes, World.Facts facts, Predicate<UUID> fires, Instant now) {
    if (isIdle()
        && changes.stream()
            .noneMatch(t -> Decision.isRecorded(t.decision()) || wasBefore(t, fires) != null)) {
      return SuppressionPlan.NOTHING;
    }
    Map<UUID, List<Transition>> byAlert = new LinkedHashMap<>();
    changes.forEach(t -> byAlert.computeIfAbsent(t.fingerprint(), f -> new ArrayList<>()).add(t));
    Map<UUID, Asked> asked = new LinkedHashMap<>();
    byAlert.forEach(
        (alert, ofOne) -> {
          Asked one = asked(ofOne, watched.get(alert), facts, now);
          if (one != null) {
            asked.put(alert, one);
          }
        });
    SuppressionPlan plan =
        SuppressionPlanner.plan(
            table, asked.values().stream().map(Asked::subject).toList(), state(asked, fires), now);
    asked.forEach((alert, one) -> remember(alert, one, plan.hidden().get(alert), now));
    episodes.count(plan);
    decideAnew(plan, asked.keySet(), now);
    return plan;
  }

  /**
   * @return null if nothing is known of it, so that it is not hidden
   */
  private @Nullable Asked asked(
      List<Transition> changes, @Nullable Watched before, World.Facts facts, Instant now) {
    Transition last = Collections.max(changes, Comparator.comparingInt(Transition::seq));
    boolean begins = changes.stream().anyMatch(t -> Received.opensEpisode(t.kind()));
    if (changes.stream().noneMatch(t -> t.kind().isFiring())) {
      SuppressionSubject over = Subjects.of(changes, Labels.EMPTY);
      return before == null
          ? null
          : new Asked(over, null, RuleTimes.NONE, last, List.of(), Instant.MAX);
    }
    Known found = before == null || begins ? facts.of(last.fingerprint()) : before.known();
    Labels labels = found == null ? null : found.labels();
    if (found == null || labels == null) {
      return null;
    }
    RuleTimes times = before == null || begins ? times(found, last) : before.times();
    List<Side> sides = table.inhibits() ? table.sides(labels) : List.of();
    Asked asked =
        new Asked(
            Subjects.of(changes, labels),
            found,
            times,
            last,
            sides.stream().filter(side -> !since(side).isAfter(now)).toList(),
            sides.stream()
                .map(this::since)
                .filter(since -> since.isAfter(now))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX));
    if (before == null && watched.size() >= MOST_WATCHED && concerns(asked, now)) {
      leftOut++;
      return null;
    }
    return asked;
  }

  private RuleTimes times(Known found, Transition last) {
    return table.hasTimes() || Decision.isRecorded(last.decision())
        ? found.times()
        : RuleTimes.NONE;
  }

  private Instant since(Side side) {
    return rulesSince.getOrDefault(side.rule().id(), Instant.MIN);
  }

  private boolean concerns(Asked asked, Instant now) {
    SuppressionSubject of = asked.subject();
    return !asked.sides().isEmpty()
        || !begins(asked, now).equals(Instant.MAX)
        || !table.silencing(of.labels(), of.service(), of.severity(), now).isEmpty()
        || !table.timing(asked.times(), now).isEmpty();
  }

  private SuppressionState state(Map<UUID, Asked> asked, Predicate<UUID> fires) {
    Map<UUID, Was> hidden = new HashMap<>();
    Map<UUID, List<Side>> were = new HashMap<>();
    Map<UUID, List<Side>> sides = new HashMap<>();
    Map<UUID, RuleTimes> times = new HashMap<>();
    asked.forEach(
        (alert, one) -> {
          Watched before = watched.get(alert);
          Was was = before == null ? wasBefore(one.last(), fires) : before.was();
          if (was != null) {
            hidden.put(alert, was);
          }
          if (before != null) {
            were.put(alert, before.sides());
          }
          sides.put(alert, one.sides());
          times.put(alert, one.times());
        });
    if (!table.inhibits()) {
      return new SuppressionState(hidden, Map.of(), Map.of(), Map.of(), times);
    }
    Map<Place, Sources> before = Places.sources(were);
    Set<Place> all = new HashSet<>(before.keySet());
    sides.values().forEach(of -> of.forEach(side -> all.add(side.place())));
    return new SuppressionState(hidden, before, sides, places.others(all, asked.keySet()), times);
  }

  /** One that is decided anew and fires in no incident was hidden before the replay began. */
  private static @Nullable Was wasBefore(Transition last, Predicate<UUID> fires) {
    return last.kind() == TransitionKind.RECONSIDERED && !fires.test(last.fingerprint())
        ? new Was(last.startsAt(), null)
        : null;
  }

  private void remember(UUID alert, Asked asked, @Nullable Verdict verdict, Instant now) {
    forget(alert);
    Known known = asked.known();
    if (known == null || !asked.subject().fires()) {
      return;
    }
    Instant due = due(asked, verdict, now);
    if (verdict == null && asked.sides().isEmpty() && due.equals(Instant.MAX)) {
      return;
    }
    watched.put(
        alert,
        new Watched(
            known,
            asked.times(),
            asked.last(),
            asked.sides(),
            verdict == null ? null : new Was(verdict.since(), verdict.opening()),
            verdict == null ? List.of() : verdict.reasons(),
            due));
    places.add(alert, asked.sides());
    enqueue(alert, due);
  }

  private Instant due(Asked asked, @Nullable Verdict verdict, Instant now) {
    if (verdict == null) {
      return begins(asked, now);
    }
    Instant wakeAt = verdict.wakeAt();
    Instant end = wakeAt == null ? Instant.MAX : wakeAt;
    // It may be a source by then, whatever hides it.
    return asked.concernedAt().isBefore(end) ? asked.concernedAt() : end;
  }

  /** When something begins next that may hide it, or by which it may hide others. */
  private Instant begins(Asked asked, Instant now) {
    SuppressionSubject of = asked.subject();
    Instant next = table.begins(of.labels(), of.service(), of.severity(), asked.times(), now);
    return asked.concernedAt().isBefore(next) ? asked.concernedAt() : next;
  }

  private void forget(UUID alert) {
    Watched former = watched.remove(alert);
    if (former != null) {
      queue.remove(new Due(former.due(), alert));
      places.remove(alert, former.sides());
    }
  }

  private void enqueue(UUID alert, Instant at) {
    if (!at.equals(Instant.MAX)) {
      queue.add(new Due(at, alert));
    }
  }

  /** Sources that have come or gone change what becomes of others. */
  private void decideAnew(SuppressionPlan plan, Set<UUID> without, Instant now) {
    for (UUID target : places.targets(plan.begun())) {
      if (!without.contains(target)) {
        makeDue(target, now);
      }
    }
    for (UUID target : places.targets(plan.ended())) {
      if (isHidden(target)) {
        makeDue(target, now);
      }
    }
  }

  private void makeDue(UUID alert, Instant now) {
    Watched there = watched.get(alert);
    if (there != null && there.due().isAfter(now)) {
      queue.remove(new Due(there.due(), alert));
      watched.put(alert, there.dueAt(now));
      enqueue(alert, now);
    }
  }

  /** When alerts are to be decided anew; {@link Instant#MAX} if none are. */
  Instant nextDue() {
    return queue.isEmpty() ? Instant.MAX : queue.first().at();
  }

  /**
   * Takes those that are to be decided anew by then, the severe ones first.
   *
   * @return as they were decided last
   */
  List<Watched> takeDue(Instant now) {
    List<Watched> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.first().at().isAfter(now)) {
      UUID alert = queue.removeFirst().alert();
      Watched one = watched.get(alert);
      if (one != null) {
        watched.put(alert, one.dueAt(Instant.MAX));
        due.add(one);
      }
    }
    decidedAnew += due.size();
    if (decidedAnew > MOST_DECIDED_ANEW) {
      throw new CannotSimulateException(
          "whether alerts are muted would be decided anew more than "
              + MOST_DECIDED_ANEW
              + " times; choose a shorter window");
    }
    due.sort(Comparator.comparing((Watched one) -> one.last().severity()));
    return due;
  }

  /** Whether it is remembered. */
  boolean knows(UUID alert) {
    return watched.containsKey(alert);
  }

  boolean isHidden(UUID alert) {
    Watched there = watched.get(alert);
    return there != null && there.was() != null;
  }

  /** Why it is hidden; empty if it is not. */
  List<Reason> reasons(UUID alert) {
    Watched there = watched.get(alert);
    return there == null ? List.of() : there.reasons();
  }

  SuppressedEpisodes episodes() {
    return episodes;
  }

  /** How often an alert was taken as if nothing hid it, since too many are remembered. */
  long leftOut() {
    return leftOut;
  }
}
