package dev.imas.core.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * People who take turns. Turn number {@code k} begins {@code k} cadences after the anchor.
 *
 * @param anchor the local start of turn 0
 * @param slots the order of turns; each slot holds the people who are on call together. Not empty,
 *     at most {@link #MOST_SLOTS} of at most {@link #MOST_TOGETHER} people
 * @param since the first turn; earlier ones are nobody's
 * @param first which slot has that turn
 * @param counted which turns move the order on
 * @param afterAbsence what becomes of the turn of somebody who is away
 */
public record Rotation(
    ZoneId zone,
    LocalDateTime anchor,
    Cadence every,
    List<List<UUID>> slots,
    long since,
    int first,
    Counted counted,
    AfterAbsence afterAbsence) {

  public static final int MOST_SLOTS = 100;
  public static final int MOST_TOGETHER = 20;

  /** Which turns move the order on. */
  public enum Counted {
    /** Every turn, also one that falls outside the layer's restricted hours. */
    ALL,
    /** Only turns with some of the layer's restricted hours. */
    WORKED
  }

  /** What becomes of the turn of somebody who is away; the next one in the order takes it. */
  public enum AfterAbsence {
    /** Whoever was away takes the next turn of the person who stepped in. */
    TAKES_NEXT,
    /** The turn is lost; all others stay as they are. */
    LOST
  }

  public Rotation {
    if (slots.isEmpty() || slots.size() > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "a rotation needs 1 to " + MOST_SLOTS + " slots, not " + slots.size());
    }
    List<List<UUID>> copy = new ArrayList<>();
    for (List<UUID> slot : slots) {
      Set<UUID> different = new HashSet<>(slot);
      if (slot.isEmpty() || slot.size() > MOST_TOGETHER || different.size() < slot.size()) {
        throw new IllegalArgumentException(
            "a slot needs 1 to " + MOST_TOGETHER + " different people");
      }
      copy.add(List.copyOf(slot));
    }
    if (since < 0) {
      throw new IllegalArgumentException("the first turn must be 0 or later, not " + since);
    }
    if (first < 0 || first >= slots.size()) {
      throw new IllegalArgumentException("the first turn must be that of a slot, not of " + first);
    }
    slots = List.copyOf(copy);
  }

  /**
   * Begins with the first slot at the anchor. All turns count; whoever was away takes a later one.
   */
  public static Rotation of(
      ZoneId zone, LocalDateTime anchor, Cadence every, List<List<UUID>> slots) {
    return new Rotation(zone, anchor, every, slots, 0, 0, Counted.ALL, AfterAbsence.TAKES_NEXT);
  }

  /** The hand-over at which a turn begins. Never earlier than that of the turn before. */
  Instant startOf(long turn) {
    return every.startOf(turn, anchor).atZone(zone).toInstant();
  }

  /** The turn at that time. Found by the instants of hand-overs, as local times may repeat. */
  long turnAt(Instant at) {
    long turn = every.turnsBetween(anchor, at.atZone(zone).toLocalDateTime());
    while (startOf(turn).isAfter(at)) {
      turn--;
    }
    while (!startOf(turn + 1).isAfter(at)) {
      turn++;
    }
    return turn;
  }

  /**
   * The same rotation with other people from that time on. The current turn keeps its hand-over,
   * and its people if they stay; else it passes to the first who stays of those who would be next.
   *
   * @param currentSlot whose turn it is at that time
   */
  public Rotation withSlots(List<List<UUID>> others, Instant at, int currentSlot) {
    for (int i = 0; i < slots.size(); i++) {
      List<UUID> next = slots.get((currentSlot + i) % slots.size());
      for (int slot = 0; slot < others.size(); slot++) {
        if (!Collections.disjoint(others.get(slot), next)) {
          return startingWith(others, slot, at);
        }
      }
    }
    return startingWith(others, 0, at);
  }

  /**
   * The same rotation, which nobody asks about for earlier times: calculating does not begin at its
   * first turn any more.
   *
   * @param currentSlot whose turn it is at that time
   */
  public Rotation knownFrom(Instant at, int currentSlot) {
    return at.isBefore(startOf(since)) ? this : startingWith(slots, currentSlot, at);
  }

  /** The same rotation, whose current turn passes to the next slot at that time. */
  public Rotation rotatedToNext(Instant at, int currentSlot) {
    return startingWith(slots, (currentSlot + 1) % slots.size(), at);
  }

  private Rotation startingWith(List<List<UUID>> others, int slot, Instant at) {
    return new Rotation(
        zone, anchor, every, others, Math.max(0, turnAt(at)), slot, counted, afterAbsence);
  }
}
