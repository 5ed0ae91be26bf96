package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a policy would do while nobody acknowledges (ONC-17), by the rules by which it is run: a
 * step that finds nobody is followed by the next one at once (ONC-13), one whose conditions do not
 * hold only takes its time, and after a round that found nobody there is no other. Pure but for the
 * question whom a step finds.
 *
 * @param steps in order
 * @param end when the tenant's fallback is told, from the start
 */
record DryRun(List<Step> steps, Duration end) {

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  DryRun {
    steps = List.copyOf(steps);
  }

  /** What a step would find. */
  sealed interface Finding {

    /**
     * @param isNobody whether it calls nobody
     */
    record Tells(Called called, boolean isNobody) implements Finding {

      Tells(Called called) {
        this(called, called.isNobody());
      }

      /** As if everybody could be reached who was found: what was true then is not known. */
      static Tells past(StepReceivers told) {
        return new Tells(new Called(told, Map.of()), told.isNobody());
      }

      StepReceivers told() {
        return called.told();
      }
    }

    /**
     * @param why its conditions do not hold
     */
    record NotNow(String why) implements Finding {}
  }

  /**
   * @param after from the step before
   * @param fromStart from the start of the escalation
   */
  record Step(Place place, Duration after, Duration fromStart, Finding finding) {

    boolean tellsSomebody() {
      return finding instanceof Finding.Tells tells && !tells.isNobody;
    }

    /** Whether the next step follows at once. */
    boolean findsNobody() {
      return finding instanceof Finding.Tells tells && tells.isNobody;
    }
  }

  /** When the first person or channel is called, from the start; empty if none is at all. */
  Optional<Duration> firstCall() {
    return steps.stream().filter(Step::tellsSomebody).map(Step::fromStart).findFirst();
  }

  /**
   * @param find whom the step at a place would find at that time from the start
   */
  static DryRun of(EscalationPolicy policy, BiFunction<Place, Duration, Finding> find) {
    return of(policy, FOR_EVER, find);
  }

  /**
   * The same while somebody lets it go on.
   *
   * @param before steps from then on are not asked for, and the end is not before then; but what
   *     comes at the start always comes
   */
  static DryRun of(
      EscalationPolicy policy, Duration before, BiFunction<Place, Duration, Finding> find) {
    List<Step> steps = new ArrayList<>();
    Place place = Place.FIRST;
    Duration wait = policy.waitBefore(place);
    Duration now = wait;
    boolean foundInRound = false;
    while (true) {
      if (!now.isZero() && now.compareTo(before) >= 0) {
        return new DryRun(steps, now);
      }
      Step step = new Step(place, wait, now, find.apply(place, now));
      steps.add(step);
      foundInRound |= step.tellsSomebody();
      Optional<Place> after = policy.after(place);
      boolean endsRound = after.isEmpty() || after.get().step() == 0;
      if (endsRound && !foundInRound) {
        return new DryRun(steps, now);
      }
      if (after.isEmpty()) {
        return new DryRun(steps, now.plus(policy.repeatAfter()));
      }
      foundInRound &= !endsRound;
      place = after.get();
      wait = step.findsNobody() && !endsRound ? Duration.ZERO : policy.waitBefore(place);
      now = now.plus(wait);
    }
  }
}
