package dev.imas.core.contact;

import dev.imas.core.catalog.Sendability;
import dev.imas.core.contact.ReachPlanner.Person;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How people are told of pages. Call it on a virtual thread, in the transaction that pages them.
 */
public final class PersonReach {

  private final ReachRepository repository;
  private final Sendability sendability;

  public PersonReach(ChannelKinds channels) {
    this.sendability = new Sendability(channels);
    this.repository = new ReachRepository(channels, sendability);
  }

  /** What anything can be sent by now; the same for the channels of teams. */
  public Sendability sendability() {
    return sendability;
  }

  /**
   * Reads all of it in one round trip.
   *
   * @param channels of the step; empty: as each of them chose
   * @return how each is told, in the order of the users; who is gone cannot be reached
   */
  public Map<UUID, Reach> plan(
      Tx tx, Collection<UUID> users, Severity severity, Set<String> channels) {
    Map<UUID, Reach> plans = new LinkedHashMap<>();
    if (users.isEmpty()) {
      return plans;
    }
    ReachRepository.Found found = repository.find(tx, users, Urgency.of(severity), false);
    for (UUID user : users) {
      Person person = found.people().getOrDefault(user, nobody(user));
      plans.put(user, ReachPlanner.plan(person, severity, channels, found.matrix()));
    }
    return plans;
  }

  /**
   * The person's other verified methods, to fail over to (NTF-26): those that urgent rules name, in
   * their order, then those of the other rules, then the rest, the oldest first.
   *
   * @param methodsTried the methods that are out of the question, with all at the same address
   * @return each to be told at once; empty for who is gone
   */
  public List<Reach.Call> others(Tx tx, UUID user, Collection<UUID> methodsTried) {
    Person person =
        repository
            .find(tx, List.of(user), Urgency.HIGH, true)
            .people()
            .getOrDefault(user, nobody(user));
    return ReachPlanner.others(person, Set.copyOf(methodsTried));
  }

  private static Person nobody(UUID user) {
    return new Person(user, user.toString(), false, List.of(), List.of());
  }
}
