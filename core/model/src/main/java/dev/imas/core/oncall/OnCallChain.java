package dev.imas.core.oncall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Who is to be told of something that concerns a team (ONC-03): whoever is on call by its
 * schedules, at the lowest level that has somebody; else the person set by hand; else the team's
 * manager; else the tenant's person of last resort. Whoever is away is passed over as long as
 * another link has somebody who is there; if all are away, the first of them is called all the
 * same. Notification, escalation, permissions and chat all ask this.
 *
 * @param shifts of the team's schedules at that time
 * @param current set by hand
 * @param manager the team's
 * @param last the tenant's
 */
public record OnCallChain(
    List<Shift> shifts, Optional<UUID> current, Optional<UUID> manager, Optional<UUID> last) {

  /** Where in the chain somebody was found. */
  public enum Link {
    SCHEDULE,
    CURRENT,
    MANAGER,
    TENANT
  }

  /**
   * One link that was asked.
   *
   * @param people who it names, in order; empty if nobody
   * @param passed those of them who cannot be told, as they are inactive
   * @param away those of them who were passed over because they are away
   */
  public record Asked(Link link, List<UUID> people, List<UUID> passed, List<UUID> away) {

    public Asked {
      people = List.copyOf(people);
      passed = List.copyOf(passed);
      away = List.copyOf(away);
    }
  }

  /**
   * The answer, with how it was found.
   *
   * @param people who is to be told, each once; empty if nobody was found
   * @param level the level of the schedules; empty for another link
   * @param asked the links in order; the last one gave the answer unless nobody was found
   */
  public record Answer(List<UUID> people, Optional<Integer> level, List<Asked> asked) {

    public Answer {
      people = List.copyOf(people);
      asked = List.copyOf(asked);
    }

    public boolean isNobody() {
      return people.isEmpty();
    }
  }

  /**
   * @param isActive whether a person can be told at all
   */
  public Answer answer(Predicate<UUID> isActive) {
    return answer(isActive, person -> false);
  }

  /**
   * @param isActive whether a person can be told at all
   * @param isAway whether a person has said not to be there
   */
  public Answer answer(Predicate<UUID> isActive, Predicate<UUID> isAway) {
    Answer present = ask(isActive, isAway, this::isLeftOver);
    // When all are away, somebody must be called.
    return present.isNobody() ? ask(isActive, person -> false, (level, person) -> false) : present;
  }

  private Answer ask(
      Predicate<UUID> isActive, Predicate<UUID> isAway, BiPredicate<Integer, UUID> isLeftOver) {
    List<Asked> asked = new ArrayList<>();
    for (int level : shifts.stream().map(Shift::level).distinct().sorted().toList()) {
      Predicate<UUID> isNotThere = isAway.or(person -> isLeftOver.test(level, person));
      List<UUID> there = ask(Link.SCHEDULE, onCallAt(level), isActive, isNotThere, asked);
      if (!there.isEmpty()) {
        return new Answer(there, Optional.of(level), asked);
      }
    }
    if (shifts.isEmpty()) {
      ask(Link.SCHEDULE, List.of(), isActive, isAway, asked);
    }
    for (Link link : List.of(Link.CURRENT, Link.MANAGER, Link.TENANT)) {
      List<UUID> there = ask(link, named(link).stream().toList(), isActive, isAway, asked);
      if (!there.isEmpty()) {
        return new Answer(there, Optional.empty(), asked);
      }
    }
    return new Answer(List.of(), Optional.empty(), asked);
  }

  /** Whether the person has all shifts of that level only because nobody else was there. */
  private boolean isLeftOver(int level, UUID person) {
    return shifts.stream()
        .filter(shift -> shift.level() == level && shift.person().equals(person))
        .allMatch(Shift::isLeftOver);
  }

  /** Those on call by the schedules at that level. */
  private List<UUID> onCallAt(int level) {
    return shifts.stream()
        .filter(shift -> shift.level() == level)
        .map(Shift::person)
        .distinct()
        .toList();
  }

  private Optional<UUID> named(Link link) {
    return switch (link) {
      case CURRENT -> current;
      case MANAGER -> manager;
      case TENANT -> last;
      case SCHEDULE -> Optional.empty();
    };
  }

  private static List<UUID> ask(
      Link link,
      List<UUID> people,
      Predicate<UUID> isActive,
      Predicate<UUID> isAway,
      List<Asked> asked) {
    List<UUID> there = new ArrayList<>();
    List<UUID> passed = new ArrayList<>();
    List<UUID> away = new ArrayList<>();
    for (UUID person : people) {
      (!isActive.test(person) ? passed : isAway.test(person) ? away : there).add(person);
    }
    asked.add(new Asked(link, people, passed, away));
    return there;
  }
}
