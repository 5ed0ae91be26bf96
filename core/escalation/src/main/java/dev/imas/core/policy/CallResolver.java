package dev.imas.core.policy;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.contact.Reach;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.policy.TargetResolver.Turns;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds whom a step calls: the people and channels of its targets, and by what each person is
 * reached. Only on a virtual thread.
 */
public final class CallResolver {

  private final TargetResolver targets;
  private final PersonReach people;

  public CallResolver(PersonReach people) {
    this.people = people;
    this.targets = new TargetResolver(people.sendability());
  }

  /**
   * @param channels of the step; empty: as each person chose
   */
  public Called find(Tx tx, Instant at, Ask ask, Set<String> channels, Turns turns) {
    StepReceivers told = targets.find(tx, at, List.of(ask), turns).getFirst();
    Set<UUID> users = new LinkedHashSet<>();
    told.people().forEach(person -> users.add(person.user()));
    return new Called(told, people.plan(tx, users, ask.severity(), channels));
  }

  /**
   * The same for many, of one severity, as each person chose; each person is read once.
   *
   * @return in the same order
   */
  public List<Called> find(Tx tx, Instant at, List<Ask> asks, Turns turns) {
    if (asks.isEmpty()) {
      return List.of();
    }
    List<StepReceivers> told = targets.find(tx, at, asks, turns);
    Set<UUID> users = new LinkedHashSet<>();
    told.forEach(one -> one.people().forEach(person -> users.add(person.user())));
    Map<UUID, Reach> reach = people.plan(tx, users, asks.getFirst().severity(), Set.of());
    return told.stream().map(one -> new Called(one, reach)).toList();
  }

  /** The impact scopes of an incident, for an {@link Ask}. */
  public Set<UUID> scopesOf(Tx tx, UUID incident) {
    return targets.scopesOf(tx, incident);
  }
}
