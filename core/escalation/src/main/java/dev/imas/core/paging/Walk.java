package dev.imas.core.paging;

import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The steps that are taken at one moment: the one that is due and, while nobody is found, those
 * after it (ONC-13). Pure but for the question whom a step finds.
 *
 * @param fired in order, one at least
 * @param foundSomebody whether a step of the last one's round told anybody so far
 */
public record Walk(List<Firing> fired, boolean foundSomebody, Next next) {

  /** After the last step of the last round. */
  public static final Place END = new Place(Short.MAX_VALUE, 0);

  /** The next step, and how long until then. */
  public record Next(Place place, Duration after) {}

  public Walk {
    fired = List.copyOf(fired);
  }

  /**
   * @param foundBefore whether an earlier step of this round told anybody
   * @param fire whom the step at a place finds now
   */
  public static Walk from(
      EscalationPolicy policy, Place from, boolean foundBefore, Function<Place, Firing> fire) {
    List<Firing> fired = new ArrayList<>();
    boolean found = foundBefore && from.step() > 0;
    Place place = from;
    while (true) {
      Firing firing = fire.apply(place);
      fired.add(firing);
      found |= firing.kind() == Firing.Kind.TOLD;
      Optional<Place> after = policy.after(place);
      boolean endsRound = after.map(next -> next.step() == 0).orElse(true);
      if (endsRound && !found) {
        // Another round would find nobody, too.
        return new Walk(fired, false, new Next(END, Duration.ZERO));
      }
      if (firing.kind() != Firing.Kind.NOBODY || endsRound) {
        return new Walk(fired, found, next(policy, after));
      }
      place = after.orElseThrow();
    }
  }

  private static Next next(EscalationPolicy policy, Optional<Place> after) {
    return after
        .map(place -> new Next(place, policy.waitBefore(place)))
        .orElseGet(() -> new Next(END, policy.repeatAfter()));
  }

  /** The firing that tells somebody; empty if none does. */
  public Optional<Firing> telling() {
    return fired.stream().filter(f -> f.kind() == Firing.Kind.TOLD).findFirst();
  }
}
