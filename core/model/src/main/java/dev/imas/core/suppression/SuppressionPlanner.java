package dev.imas.core.suppression;

import dev.imas.core.rule.RuleTimes;
import dev.imas.core.suppression.SuppressionPlan.Opening;
import dev.imas.core.suppression.SuppressionPlan.Verdict;
import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides which alerts are hidden, and by what. All reasons are found: none shadows another. Pure.
 *
 * <p>A source of inhibition counts by firing alone, also while it is hidden itself, as in
 * Alertmanager. Sources that come in the same set as their targets are looked at first, so the
 * order of arrival does not matter.
 */
public final class SuppressionPlanner {

  private final SuppressionTable table;
  private final SuppressionState state;
  private final Instant now;
  private final Map<UUID, Verdict> hidden = new LinkedHashMap<>();
  private final Set<UUID> shown = new LinkedHashSet<>();
  private final List<Opening> suppressed = new ArrayList<>();
  private final Map<Place, Sources> here = new HashMap<>();

  private SuppressionPlanner(SuppressionTable table, SuppressionState state, Instant now) {
    this.table = table;
    this.state = state;
    this.now = now;
  }

  /**
   * @param subjects the alerts that changed, each once
   */
  public static SuppressionPlan plan(
      SuppressionTable table,
      List<SuppressionSubject> subjects,
      SuppressionState state,
      Instant now) {
    return new SuppressionPlanner(table, state, now).plan(subjects);
  }

  private SuppressionPlan plan(List<SuppressionSubject> subjects) {
    for (SuppressionSubject subject : subjects) {
      for (Side side : subject.fires() ? sides(subject) : List.<Side>of()) {
        if (side.isSource()) {
          here.merge(
              side.place(),
              Sources.NONE.with(subject.fingerprint(), side.isBoth()),
              (one, other) -> one.or(other));
        }
      }
    }
    subjects.forEach(this::decide);
    return new SuppressionPlan(hidden, shown, suppressed, begun(), ended());
  }

  private List<Side> sides(SuppressionSubject subject) {
    return subject.hasFired()
        ? state.sides().getOrDefault(subject.fingerprint(), List.of())
        : List.of();
  }

  private void decide(SuppressionSubject subject) {
    Was was = state.hidden().get(subject.fingerprint());
    hide(subject, was);
    boolean isHidden = subject.fires() && hidden.containsKey(subject.fingerprint());
    if (!isHidden && (was != null || hidden.containsKey(subject.fingerprint()))) {
      shown.add(subject.fingerprint());
    }
  }

  private void hide(SuppressionSubject subject, @Nullable Was was) {
    List<Reason> reasons = subject.hasFired() ? reasons(subject) : List.of();
    if (!reasons.isEmpty()) {
      openings(subject, was)
          .forEach(seq -> suppressed.add(new Opening(subject.fingerprint(), seq)));
      hidden.put(
          subject.fingerprint(),
          new Verdict(was == null ? now : was.since(), reasons, wakeAt(reasons), null));
      return;
    }
    List<Reason> waits = subject.hasFired() ? waits(subject, was) : List.of();
    if (!waits.isEmpty()) {
      List<Integer> openings = openings(subject, was);
      hidden.put(
          subject.fingerprint(),
          new Verdict(
              was == null ? now : was.since(),
              waits,
              wakeAt(waits),
              openings.isEmpty() ? null : openings.getLast()));
    }
  }

  /** What is counted once it is hidden: what waited, and what came now. */
  private static List<Integer> openings(SuppressionSubject subject, @Nullable Was was) {
    List<Integer> openings = new ArrayList<>();
    if (was != null && was.opening() != null) {
      openings.add(was.opening());
    }
    openings.addAll(subject.openings());
    return openings;
  }

  private List<Reason> reasons(SuppressionSubject subject) {
    List<Reason> reasons = new ArrayList<>();
    for (Side side : sides(subject)) {
      UUID source = side.isTarget() ? sourceFor(side) : null;
      if (source != null) {
        reasons.add(Reason.inhibitedBy(source, side));
      }
    }
    RuleTimes times = state.times().get(subject.fingerprint());
    if (times != null) {
      reasons.addAll(table.timing(times, now));
    }
    table
        .silencing(subject.labels(), subject.service(), subject.severity(), now)
        .forEach(silence -> reasons.add(Reason.of(silence)));
    reasons.sort(Comparator.comparing(Reason::kind));
    return reasons;
  }

  private @Nullable UUID sourceFor(Side side) {
    Sources sources = after(side.place());
    return side.isBoth() ? sources.pure() : sources.any();
  }

  private Sources after(Place place) {
    return here.getOrDefault(place, Sources.NONE)
        .or(state.others().getOrDefault(place, Sources.NONE));
  }

  /** Only an alert that has not been told of waits: it is new, or was hidden until now. */
  private List<Reason> waits(SuppressionSubject subject, @Nullable Was was) {
    if (was == null && subject.openings().isEmpty()) {
      return List.of();
    }
    Instant since = was == null ? now : was.since();
    List<Reason> waits = new ArrayList<>();
    for (Side side : sides(subject)) {
      Instant until = since.plus(side.rule().patience());
      if (side.isTarget() && side.rule().letsWait(subject.severity()) && until.isAfter(now)) {
        waits.add(Reason.waiting(side, until));
      }
    }
    return waits;
  }

  /** All must end before it is shown. The end of an inhibition is an event, not a time. */
  private static @Nullable Instant wakeAt(List<Reason> reasons) {
    return reasons.stream().anyMatch(reason -> reason.until() == null)
        ? null
        : reasons.stream().map(Reason::until).max(Comparator.naturalOrder()).orElse(null);
  }

  /** Where sources inhibit now and did not before. */
  private Set<Place> begun() {
    Set<Place> begun = new HashSet<>();
    for (Place place : here.keySet()) {
      if (after(place).isMoreThan(before(place))) {
        begun.add(place);
      }
    }
    return begun;
  }

  /** Where sources have inhibited and do not any more. */
  private Set<Place> ended() {
    Set<Place> ended = new HashSet<>();
    for (Place place : state.before().keySet()) {
      if (before(place).isMoreThan(after(place))) {
        ended.add(place);
      }
    }
    return ended;
  }

  private Sources before(Place place) {
    return state
        .before()
        .getOrDefault(place, Sources.NONE)
        .or(state.others().getOrDefault(place, Sources.NONE));
  }
}
