package dev.imas.core.paging;

import dev.imas.core.catalog.Contact;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How escalation goes on when an acknowledgement is taken back: a new run of the same version takes
 * the step again that told people last, since they may have been told that somebody works on it,
 * and goes on from there. The people are those whom the step finds now.
 *
 * @param stopped the run that the acknowledgement had ended
 * @param last the latest step that told somebody; empty: none had
 */
record GoingOn(Run stopped, EscalationPolicy policy, Optional<Place> last, Instant at) {

  /**
   * @param why how the policy was chosen, as it is kept and shown
   * @param seq the timeline's seq under which its messages go out
   * @return whom the page goes to
   */
  List<Contact> begin(
      IncidentChange change, Object why, int seq, StepFinder finder, Stepping stepping) {
    Incident incident = change.after();
    Run run = Run.begin(incident.id(), stopped.number() + 1, policy, incident.severity(), at);
    Duration wait = last.isPresent() ? Duration.ZERO : left();
    if (!wait.isZero()) {
      stepping.begin(run, why, new Walk.Next(Place.FIRST, wait));
      return List.of();
    }
    Walk walk =
        Walk.from(
            policy,
            last.orElse(Place.FIRST),
            stopped.foundSomebody(),
            place -> finder.fire(incident, policy, place));
    stepping.begin(run, why, walk, seq);
    return walk.telling().map(Firing::now).orElse(List.of());
  }

  /** Until the first step, counted from when the stopped run had begun. */
  private Duration left() {
    Duration left = Duration.between(at, stopped.startedAt().plus(policy.waitBefore(Place.FIRST)));
    return left.isNegative() ? Duration.ZERO : left;
  }
}
