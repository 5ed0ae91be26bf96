package dev.imas.core.policy;

import dev.imas.core.escalation.EscalationTarget;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Whom a step tells.
 *
 * @param people each once, in the order of the targets
 * @param channels each once, in the order of the targets
 * @param missed for whom nobody was found
 */
public record StepReceivers(List<Person> people, List<Channel> channels, List<Missed> missed) {

  public static final StepReceivers NOBODY = new StepReceivers(List.of(), List.of(), List.of());

  public StepReceivers {
    people = List.copyOf(people);
    channels = List.copyOf(channels);
    missed = List.copyOf(missed);
  }

  /** Whether there is nobody to tell, so that the next step follows at once (ONC-13). */
  public boolean isNobody() {
    return people.isEmpty() && channels.isEmpty();
  }

  /**
   * Somebody who can log in.
   *
   * @param isOnCall whether it is their duty now, so that quiet hours do not hold the page back
   * @param how they were found, by each target that names them, in words for people
   * @param schedules that have them on call now, as far as a target asks for who is
   * @param target the first one that names them
   */
  public record Person(
      UUID user,
      String username,
      boolean isOnCall,
      List<String> how,
      Set<UUID> schedules,
      EscalationTarget target) {
    public Person {
      how = List.copyOf(how);
      schedules = Set.copyOf(schedules);
    }
  }

  /**
   * A channel of a team, or a mail address.
   *
   * @param receiver the delivery's receiver
   * @param name as its owner calls it
   * @param channel the kind of channel
   */
  public record Channel(
      UUID receiver, String name, String channel, String address, List<String> how) {
    public Channel {
      how = List.copyOf(how);
    }
  }

  /**
   * @param why in words for people
   */
  public record Missed(EscalationTarget target, String why) {}
}
