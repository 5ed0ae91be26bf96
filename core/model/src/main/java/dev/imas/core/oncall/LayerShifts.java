package dev.imas.core.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Goes through the turns of a layer that touch a time span, in order. */
final class LayerShifts {

  private final Layer layer;
  private final Rotation rotation;
  private final Interval range;

  /** The restricted hours from the first turn that matters on; null if there are none. */
  private final List<Interval> hours;

  private final boolean isRestricted;
  private int hour;

  /** The holidays that the layer observes, from the first turn that matters on. */
  private final List<Interval> holidays;

  private final boolean rests;
  private final boolean passes;
  private int holiday;

  private long turn;
  private Instant start;
  private Instant end;

  /** How many turns before this one moved the order on. */
  private long counted;

  private final Covers covers;

  /**
   * @param range within the layer's time in force
   */
  LayerShifts(Layer layer, Absences absences, Interval range) {
    this.layer = layer;
    this.rotation = layer.rotation();
    this.range = range;
    isRestricted = !layer.windows().isEmpty();
    passes = layer.holidays().map(Holidays::passes).orElse(false);
    rests = layer.holidays().isPresent() && !passes;
    covers = new Covers(rotation, absences, passes);
    boolean countsWorked = mayRest() && rotation.counted() == Rotation.Counted.WORKED;
    long wanted = rotation.turnAt(range.from());
    // Worked turns are counted from the first on, and days of holiday in a row depend on the first
    // of them. Who gives back a turn was away in the last round.
    turn =
        countsWorked || passes
            ? rotation.since()
            : Math.max(rotation.since(), wanted - covers.turnsToLookBack());
    start = rotation.startOf(turn);
    end = rotation.startOf(turn + 1);
    hours = isRestricted ? hours(start, range.until()) : List.of();
    Instant last = rotation.startOf(rotation.turnAt(range.until()) + 1);
    Instant first = start;
    holidays =
        layer
            .holidays()
            .map(observed -> observed.between(first, last, rotation.zone()))
            .orElse(List.of());
    counted = turn - rotation.since();
    while (turn < wanted) {
      List<Interval> worked = worked();
      if (!worked.isEmpty()) {
        covers.slotOf(slot(), worked, passesOn(worked));
      }
      next();
    }
  }

  boolean hasNext() {
    return start.isBefore(range.until());
  }

  /** Whose turn it is, absences aside. */
  int slot() {
    return Math.floorMod(rotation.first() + counted, rotation.slots().size());
  }

  /** Adds what of the current turn lies in the range, and goes on to the next turn. */
  void addTo(List<Layer.Piece> pieces) {
    List<Interval> worked = worked();
    if (!worked.isEmpty()) {
      int own = slot();
      boolean passesOn = passesOn(worked);
      int serving = covers.slotOf(own, worked, passesOn);
      List<UUID> people = covers.present(serving, worked);
      Cause cause =
          serving != own
              ? new Cause.Cover(layer.name(), turn, rotation.slots().get(own))
              : passesOn
                  ? new Cause.Cover(layer.name(), turn, List.of())
                  : new Cause.Turn(layer.name(), turn);
      for (Interval time : worked) {
        time.in(range).ifPresent(t -> pieces.add(new Layer.Piece(t, people, cause)));
      }
    }
    next();
  }

  private void next() {
    boolean isWorked = !worked().isEmpty();
    if (isWorked || !mayRest() || rotation.counted() == Rotation.Counted.ALL) {
      if (!isWorked) {
        covers.passOver(slot());
      }
      counted++;
    }
    turn++;
    start = end;
    end = rotation.startOf(turn + 1);
  }

  /** Whether a turn may have nobody on call at all. */
  private boolean mayRest() {
    return isRestricted || rests;
  }

  /** Whether the current turn passes to the next slot, as it touches a holiday. */
  private boolean passesOn(List<Interval> worked) {
    return passes && ofTurn().stream().anyMatch(day -> worked.stream().anyMatch(day::overlaps));
  }

  /** The holidays that the current turn touches. */
  private List<Interval> ofTurn() {
    while (holiday < holidays.size() && !holidays.get(holiday).until().isAfter(start)) {
      holiday++;
    }
    int last = holiday;
    while (last < holidays.size() && holidays.get(last).from().isBefore(end)) {
      last++;
    }
    return holidays.subList(holiday, last);
  }

  /** The times of the current turn that are worked. */
  private List<Interval> worked() {
    if (!start.isBefore(end)) {
      return List.of(); // The zone skips the whole turn.
    }
    List<Interval> worked = workedByHours(new Interval(start, end));
    if (!rests) {
      return worked;
    }
    List<Interval> days = ofTurn();
    return days.isEmpty()
        ? worked
        : worked.stream().flatMap(time -> time.without(days).stream()).toList();
  }

  private List<Interval> workedByHours(Interval whole) {
    if (!isRestricted) {
      return List.of(whole);
    }
    while (hour < hours.size() && !hours.get(hour).until().isAfter(start)) {
      hour++;
    }
    List<Interval> worked = new ArrayList<>();
    for (int i = hour; i < hours.size() && hours.get(i).from().isBefore(end); i++) {
      hours.get(i).in(whole).ifPresent(worked::add);
    }
    return worked;
  }

  private List<Interval> hours(Instant from, Instant until) {
    // The last turn in the range may end after it, and its hours decide whether it is worked.
    Instant last = rotation.startOf(rotation.turnAt(until) + 1);
    List<Interval> hours = new ArrayList<>();
    for (Window window : layer.windows()) {
      window.addTo(hours, rotation.zone(), from, last);
    }
    return Interval.joined(hours);
  }
}
