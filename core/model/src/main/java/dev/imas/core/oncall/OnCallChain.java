package dev.imas.core.oncall;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Who is to be told of something that concerns a team (ONC-03): whoever is on call by its
 * schedules, at the lowest level that has somebody; else the person set by hand; else the team's
 * manager; else the tenant's person of last resort. Notification, escalation, permissions and chat
 * all ask this.
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
   */
  public record Asked(Link link, List<UUID> people, List<UUID> passed) {

    public Asked {
      people = List.copyOf(people);
      passed = List.copyOf(passed);
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
    List<Asked> asked = new ArrayList<>();
    for (int level : shifts.stream().map(Shift::level).distinct().sorted().toList()) {
      List<UUID> there = onCallAt(level);
      List<UUID> active = ask(Link.SCHEDULE, there, isActive, asked);
      if (!active.isEmpty()) {
        return new Answer(active, Optional.of(level), asked);
      }
    }
    if (shifts.isEmpty()) {
      ask(Link.SCHEDULE, List.of(), isActive, asked);
    }
    for (Link link : List.of(Link.CURRENT, Link.MANAGER, Link.TENANT)) {
      List<UUID> active = ask(link, named(link).stream().toList(), isActive, asked);
      if (!active.isEmpty()) {
        return new Answer(active, Optional.empty(), asked);
      }
    }
    return new Answer(List.of(), Optional.empty(), asked);
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
      Link link, List<UUID> people, Predicate<UUID> isActive, List<Asked> asked) {
    List<UUID> active = people.stream().filter(isActive).toList();
    asked.add(new Asked(link, people, people.stream().filter(p -> !active.contains(p)).toList()));
    return active;
  }
}
