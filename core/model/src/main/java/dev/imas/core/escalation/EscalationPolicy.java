package dev.imas.core.escalation;

import dev.imas.core.model.Severity;
import dev.imas.core.rule.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The steps that an incident goes through until somebody acknowledges it (ONC-08). A version never
 * changes, and an incident stays with the one that it began with.
 *
 * @param team whose incidents it is for; empty: the whole tenant's
 * @param severities for which it is chosen; empty: any
 * @param labels which the alert that opened the incident must have for it to be chosen; empty: any.
 *     A policy with some comes before the one that the service names
 * @param isDefault whether it is chosen where no other of its team, or of the tenant, fits
 * @param rounds how often all steps are gone through, 1 to 10
 * @param repeatAfter from the last step of a round to the first of the next one
 * @param resumeAfter the time after which an acknowledgement without progress counts as given up;
 *     empty: never
 * @param steps in order, one at least
 */
public record EscalationPolicy(
    UUID id,
    int version,
    String name,
    Optional<UUID> team,
    Set<Severity> severities,
    List<Matcher> labels,
    boolean isDefault,
    int rounds,
    Duration repeatAfter,
    Optional<Duration> resumeAfter,
    List<EscalationStep> steps) {

  public static final int MOST_ROUNDS = 10;
  public static final int MOST_STEPS = 20;

  public EscalationPolicy {
    severities = Set.copyOf(severities);
    labels = List.copyOf(labels);
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("an escalation policy needs a step");
    }
  }

  /** The step at that place. */
  public EscalationStep step(Place place) {
    return steps.get(place.step());
  }

  /** The same policy, which tells another in that user's place. */
  public EscalationPolicy replacing(UUID user, UUID by) {
    return new EscalationPolicy(
        id,
        version,
        name,
        team,
        severities,
        labels,
        isDefault,
        rounds,
        repeatAfter,
        resumeAfter,
        steps.stream().map(step -> step.replacing(user, by)).toList());
  }

  /** A step of a round, both counted from zero. */
  public record Place(int round, int step) {
    public static final Place FIRST = new Place(0, 0);
  }

  /** The place after this one; empty if the policy ends with it. */
  public Optional<Place> after(Place place) {
    if (place.step() + 1 < steps.size()) {
      return Optional.of(new Place(place.round(), place.step() + 1));
    }
    return place.round() + 1 < rounds
        ? Optional.of(new Place(place.round() + 1, 0))
        : Optional.empty();
  }

  /** How long to wait before that place, from the firing of the step before it. */
  public Duration waitBefore(Place place) {
    Duration delay = step(place).delay();
    return place.step() == 0 && place.round() > 0 ? repeatAfter.plus(delay) : delay;
  }
}
