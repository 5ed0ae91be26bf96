package dev.imas.core.policy;

import dev.imas.core.escalation.RoundRobin;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.FactRepository.Rota;
import dev.imas.core.policy.TargetResolver.Ask;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.schedule.PastOnCall;
import dev.imas.core.schedule.PastPeople;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom steps would have told at any time of a range, by schedules and people as they were: what
 * {@link TargetResolver} finds at one time. All that steps name is read once. Each answer is kept
 * until a shift begins or ends, or somebody leaves. Teams, channels and turns are those of today,
 * and no turn is taken.
 *
 * <p>To read needs a transaction, and a virtual thread. One thread at a time.
 */
public final class PastTargets {

  /** Of all steps together, at about half a kilobyte each. Others are found anew each time. */
  static final int MOST_ANSWERS = 200_000;

  private final FactRepository repository = new FactRepository();
  private final AddressRepository addressRepository = new AddressRepository();
  private final PastPeople people = new PastPeople();
  private final PastOnCall onCall;
  private final Map<Ask, Asked> asked = new HashMap<>();
  private final Map<UUID, Optional<Facts.Team>> whole = new HashMap<>();
  private final Map<UUID, Optional<Facts.Team>> named = new HashMap<>();
  private final Map<UUID, Optional<Facts.Contact>> contacts = new HashMap<>();
  private final Map<UUID, Optional<Facts.Scope>> scopes = new HashMap<>();
  private final Map<UUID, Optional<Rota>> rotas = new HashMap<>();
  private final Map<String, UUID> addresses = new HashMap<>();
  private Optional<UUID> lastResort = Optional.empty();
  private boolean knowsLastResort;
  private int answers;

  public PastTargets(Interval range) {
    this.onCall = new PastOnCall(range, people);
  }

  /** A step whose facts were read. */
  public final class Asked {

    private final Ask ask;
    private final Wanted wanted;
    private final Set<UUID> users;
    private final Instant[] changes;
    private final @Nullable StepReceivers[] told;

    private Asked(Ask ask, Wanted wanted, Set<UUID> users, Set<Instant> changes) {
      this.ask = ask;
      this.wanted = wanted;
      this.users = users;
      this.changes = changes.toArray(Instant[]::new);
      this.told = new StepReceivers[this.changes.length + 1];
    }

    /**
     * Whom it tells.
     *
     * @param at within the range
     */
    public StepReceivers at(Instant at) {
      int place = Arrays.binarySearch(changes, at);
      int piece = place < 0 ? -place - 1 : place + 1;
      StepReceivers known = told[piece];
      if (known != null) {
        return known;
      }
      Map<UUID, Integer> taken = new HashMap<>();
      StepReceivers found =
          Targets.find(
              ask.targets(),
              ask.team(),
              ask.severity(),
              ask.scopes(),
              facts(this, at),
              schedule -> taken.merge(schedule, 1, Integer::sum) - 1);
      if (answers < MOST_ANSWERS) {
        answers++;
        told[piece] = found;
      }
      return found;
    }
  }

  /** The people that were read. */
  public PastPeople people() {
    return people;
  }

  /**
   * Reads what a step names, unless it is known.
   *
   * @return empty if there is no room for it
   */
  public Optional<Asked> read(Tx tx, Ask ask) {
    Asked known = asked.get(ask);
    if (known != null) {
      return Optional.of(known);
    }
    Wanted wanted = new Wanted();
    wanted.add(ask);
    read(scopes, wanted.scopes(), ids -> repository.scopes(tx, ids));
    wanted.add(found(scopes, wanted.scopes()));
    read(whole, wanted.teams(), ids -> repository.teams(tx, ids, Set.of()).await());
    read(named, wanted.onCall(), ids -> repository.teams(tx, Set.of(), ids).await());
    for (UUID team : found(named, wanted.onCall()).keySet()) {
      if (!onCall.readTeam(tx, team)) {
        return Optional.empty();
      }
    }
    read(rotas, wanted.schedules(), ids -> repository.pastRotas(tx, ids));
    for (UUID schedule : wanted.schedules()) {
      if (!onCall.readSchedule(tx, schedule)) {
        return Optional.empty();
      }
    }
    Map<UUID, Facts.Team> teams = found(whole, wanted.teams());
    teams.values().forEach(team -> wanted.contacts().addAll(team.contacts()));
    read(contacts, wanted.contacts(), ids -> repository.contacts(tx, ids).await());
    Set<String> emails = new HashSet<>(wanted.emails());
    emails.removeIf(email -> addresses.containsKey(email.toLowerCase(Locale.ROOT)));
    if (!emails.isEmpty()) {
      addresses.putAll(addressRepository.find(tx, emails));
    }
    if (wanted.lastResort() && !knowsLastResort) {
      lastResort = repository.lastResort(tx);
      knowsLastResort = true;
    }
    Set<UUID> users = users(wanted, teams);
    people.read(tx, users);
    Set<Instant> changes = new TreeSet<>(onCall.changes(wanted.onCall(), wanted.schedules()));
    changes.addAll(people.changes(users));
    Asked read = new Asked(ask, wanted, users, changes);
    asked.put(ask, read);
    return Optional.of(read);
  }

  private Set<UUID> users(Wanted wanted, Map<UUID, Facts.Team> teams) {
    Set<UUID> users = new HashSet<>(wanted.users());
    if (wanted.lastResort()) {
      lastResort.ifPresent(users::add);
    }
    for (Facts.Team team : teams.values()) {
      users.addAll(team.members());
      team.manager().ifPresent(users::add);
    }
    found(rotas, wanted.schedules()).values().forEach(rota -> users.addAll(rota.members()));
    users.addAll(onCall.peopleOf(wanted.onCall(), wanted.schedules()));
    return users;
  }

  /**
   * The impact scopes that rules name.
   *
   * @param names in any case
   */
  public Set<UUID> scopesNamed(Tx tx, Collection<String> names) {
    return names.isEmpty()
        ? Set.of()
        : repository.scopesNamed(
            tx, names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().toList());
  }

  private static <T> void read(
      Map<UUID, Optional<T>> known, Set<UUID> wanted, Function<Set<UUID>, Map<UUID, T>> reading) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(known.keySet());
    if (!missing.isEmpty()) {
      missing.forEach(id -> known.put(id, Optional.empty()));
      reading.apply(missing).forEach((id, one) -> known.put(id, Optional.of(one)));
    }
  }

  private static <T> Map<UUID, T> found(Map<UUID, Optional<T>> known, Set<UUID> wanted) {
    Map<UUID, T> found = new HashMap<>();
    for (UUID id : wanted) {
      known.getOrDefault(id, Optional.empty()).ifPresent(one -> found.put(id, one));
    }
    return found;
  }

  private Facts facts(Asked of, Instant at) {
    Wanted wanted = of.wanted;
    Map<UUID, Facts.Team> teams = found(named, wanted.onCall());
    Map<UUID, OnCall.OfTeam> duty = new HashMap<>();
    teams.keySet().forEach(team -> duty.put(team, onCall.ofTeam(team, at)));
    teams.putAll(found(whole, wanted.teams()));
    Map<UUID, Facts.Schedule> schedules = new HashMap<>();
    found(rotas, wanted.schedules())
        .forEach(
            (id, rota) ->
                schedules.put(
                    id,
                    new Facts.Schedule(
                        rota.name(),
                        onCall.ofSchedule(id, at),
                        new RoundRobin(rota.members(), rota.last()))));
    Map<UUID, Facts.User> users = new HashMap<>();
    for (UUID id : of.users) {
      people
          .find(id)
          .filter(one -> one.goneAt() == null || at.isBefore(one.goneAt()))
          .ifPresent(one -> users.put(id, new Facts.User(one.username(), one.isActive(at))));
    }
    return new Facts(
        teams,
        duty,
        schedules,
        users,
        found(contacts, wanted.contacts()),
        lastResort,
        addresses,
        found(scopes, wanted.scopes()));
  }
}
