package dev.imas.core.oncall;

import dev.imas.core.model.StepBudget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A rotation, and when it is in force.
 *
 * @param name unique within its schedule
 * @param level 1 is primary, 2 secondary; at most {@link #MOST_LEVELS}
 * @param priority a layer replaces those of its level with a lower priority whenever it has
 *     somebody on call; layers of one priority are on call together, which is reported as an
 *     overlap
 * @param windows the restricted hours; empty if there are none
 * @param until the end of the last turn; empty if there is none
 * @param holidays those that it observes; empty if none
 */
public record Layer(
    String name,
    int level,
    int priority,
    Rotation rotation,
    List<Window> windows,
    Optional<Instant> until,
    Optional<Holidays> holidays) {

  public static final int MOST_LEVELS = 10;

  public Layer {
    if (level < 1 || level > MOST_LEVELS) {
      throw new IllegalArgumentException(
          "a layer's level must be 1 to " + MOST_LEVELS + ", not " + level);
    }
    windows = List.copyOf(windows);
  }

  /** Without holidays. */
  public Layer(
      String name,
      int level,
      int priority,
      Rotation rotation,
      List<Window> windows,
      Optional<Instant> until) {
    this(name, level, priority, rotation, windows, until, Optional.empty());
  }

  /** Primary, without restricted hours or an end. */
  public static Layer of(String name, Rotation rotation) {
    return new Layer(name, 1, 0, rotation, List.of(), Optional.empty());
  }

  public Layer with(Rotation other) {
    return new Layer(name, level, priority, other, windows, until, holidays);
  }

  public Layer with(Holidays observed) {
    return new Layer(name, level, priority, rotation, windows, until, Optional.of(observed));
  }

  /** A part of a turn in which the same people are on call. */
  record Piece(Interval when, List<UUID> people, Cause cause) {}

  /** Those who are on call by this layer alone, in order. */
  List<Piece> pieces(Interval range, Absences absences) {
    List<Piece> pieces = new ArrayList<>();
    Instant from = Interval.later(begin(), range.from());
    Instant end = until.map(last -> Interval.earlier(last, range.until())).orElse(range.until());
    if (!from.isBefore(end)) {
      return pieces;
    }
    LayerShifts turns = new LayerShifts(this, absences, new Interval(from, end));
    StepBudget steps = new StepBudget(Long.MAX_VALUE); // ends when nobody waits any more
    while (turns.hasNext()) {
      steps.take(1);
      turns.addTo(pieces);
    }
    return pieces;
  }

  /** The slot whose turn it is at that time, absences aside; 0 before the first turn. */
  public int slotAt(Instant at) {
    if (at.isBefore(begin())) {
      return 0;
    }
    return new LayerShifts(this, Absences.NONE, new Interval(at, at.plusNanos(1))).slot();
  }

  private Instant begin() {
    return rotation.startOf(rotation.since());
  }
}
