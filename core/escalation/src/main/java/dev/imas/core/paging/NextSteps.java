package dev.imas.core.paging;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.Labels;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Says which steps are to come, and whom they would page then. Steps of one minute share what is
 * asked. Only on a virtual thread.
 */
final class NextSteps {

  private final Tx tx;
  private final PersonReach people;
  private final Map<UUID, Labels> labels;
  private final Policies policies = new Policies();
  private final Map<Instant, StepFinder> finders = new HashMap<>();

  /**
   * @param labels of the alerts that opened the incidents, where one did
   */
  NextSteps(Tx tx, PersonReach people, Map<UUID, Labels> labels) {
    this.tx = tx;
    this.people = people;
    this.labels = Map.copyOf(labels);
  }

  /** Whether a step of the run is to come. */
  static boolean isToCome(Run run) {
    return run.state() == Run.State.RUNNING
        && !run.next().equals(Walk.END)
        && run.dueAt().isPresent();
  }

  /**
   * @param run of which {@link #isToCome} is true
   */
  ShownNext of(Run run, Incident incident) {
    Instant due = run.dueAt().orElseThrow();
    StepFinder finder =
        finders.computeIfAbsent(
            due.truncatedTo(ChronoUnit.MINUTES),
            minute -> StepFinder.lookingAhead(tx, people, labels, due));
    return new ShownNext(
        run.next().round() + 1,
        run.next().step() + 1,
        due,
        finder.fire(incident, policies.of(tx, run), run.next()).names());
  }
}
