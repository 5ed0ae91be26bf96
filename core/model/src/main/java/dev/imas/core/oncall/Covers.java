package dev.imas.core.oncall;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Decides which slot takes a turn when people are away, or when a turn passes to the next on a
 * holiday. It is asked turn by turn, in order: whoever was skipped takes the next own turn of the
 * slot that stepped in. So an absence changes two turns, and the order of all others stays.
 */
final class Covers {

  private final Rotation rotation;
  private final Absences absences;
  private final boolean someAreAway;
  private final boolean holidaysPass;
  private final List<Debt> debts = new ArrayList<>();

  /** A slot that was away, and the one that stepped in. */
  private record Debt(int of, int to) {}

  /**
   * @param holidaysPass whether turns on holidays pass to the next
   */
  Covers(Rotation rotation, Absences absences, boolean holidaysPass) {
    this.rotation = rotation;
    this.absences = absences;
    this.holidaysPass = holidaysPass;
    someAreAway =
        rotation.slots().stream().flatMap(List::stream).anyMatch(absences.byPerson()::containsKey);
  }

  /** How many turns before the first one must be asked about. */
  int turnsToLookBack() {
    return someAreAway ? rotation.slots().size() : 0;
  }

  /**
   * @param own whose turn it is by the order
   * @param worked the times of the turn
   * @param passesOn whether it passes to the next in any case
   */
  int slotOf(int own, List<Interval> worked, boolean passesOn) {
    if (!someAreAway && !holidaysPass) {
      return own;
    }
    int returning = giveBack(own, worked);
    if (returning >= 0) {
      return returning;
    }
    int size = rotation.slots().size();
    for (int i = passesOn ? 1 : 0; i < size; i++) {
      int slot = (own + i) % size;
      if (isPresent(slot, worked)) {
        if (i > 0 && rotation.afterAbsence() == Rotation.AfterAbsence.TAKES_NEXT) {
          debts.add(new Debt(own, slot));
        }
        return slot;
      }
    }
    return own; // When all are away, somebody must be called.
  }

  /**
   * A turn without any restricted hours: nobody gives it back, and what its slot is owed lapses.
   */
  void passOver(int own) {
    debts.removeIf(debt -> debt.to == own);
  }

  /** Who of the slot is there; all of them when nobody is. */
  List<UUID> present(int slot, List<Interval> worked) {
    List<UUID> people = rotation.slots().get(slot);
    if (!someAreAway) {
      return people;
    }
    List<UUID> present =
        people.stream().filter(person -> !absences.isAway(person, worked)).toList();
    return present.isEmpty() ? people : present;
  }

  private boolean isPresent(int slot, List<Interval> worked) {
    return rotation.slots().get(slot).stream().anyMatch(person -> !absences.isAway(person, worked));
  }

  /** The first present slot that owes this one a turn, or -1. Its debts end with this turn. */
  private int giveBack(int to, List<Interval> worked) {
    int returning = -1;
    for (Debt debt : debts) {
      if (returning < 0 && debt.to == to && isPresent(debt.of, worked)) {
        returning = debt.of;
      }
    }
    passOver(to);
    return returning;
  }
}
