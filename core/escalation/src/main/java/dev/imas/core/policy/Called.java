package dev.imas.core.policy;

import dev.imas.core.contact.Reach;
import dev.imas.core.model.ChannelKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whom a step finds, and whether each of them can be called. Escalations, drills, dry runs and
 * warnings all have the answer from here.
 *
 * @param told whom it finds
 * @param reach of each person, by id: by what they are called, or why they cannot be
 */
public record Called(StepReceivers told, Map<UUID, Reach> reach) {

  public static final Called NOBODY = new Called(StepReceivers.NOBODY, Map.of());

  public Called {
    reach = Map.copyOf(reach);
  }

  /**
   * Whether nobody is called: no person has a contact that works, and no channel is told but the
   * console, which calls nobody.
   */
  public boolean isNobody() {
    return told.people().stream().noneMatch(this::isCalled)
        && told.channels().stream().allMatch(one -> one.channel().equals(ChannelKind.CONSOLE));
  }

  private boolean isCalled(StepReceivers.Person person) {
    return reachOf(person).isCalled();
  }

  /** By what a person is called; one of whom nothing is known is not called. */
  public Reach reachOf(StepReceivers.Person person) {
    Reach known = reach.get(person.user());
    return known == null
        ? new Reach(person.user(), person.username(), List.of(), List.of())
        : known;
  }

  /** People who were found and cannot be called. */
  public List<Reach> unreachable() {
    return told.people().stream().map(this::reachOf).filter(one -> !one.isCalled()).toList();
  }
}
