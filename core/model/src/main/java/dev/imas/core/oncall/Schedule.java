package dev.imas.core.oncall;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Layers, with what replaces them for a time.
 *
 * @param layers with different names, at most {@link #MOST_LAYERS}
 */
public record Schedule(List<Layer> layers, List<ShiftOverride> overrides, Absences absences) {

  public static final int MOST_LAYERS = 20;

  private static final Comparator<ShiftOverride> OLDEST_FIRST =
      Comparator.comparing(ShiftOverride::made).thenComparing(ShiftOverride::id);

  public Schedule {
    Set<String> names = new HashSet<>();
    for (Layer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("two layers are named " + layer.name());
      }
    }
    if (layers.size() > MOST_LAYERS) {
      throw new IllegalArgumentException("a schedule has at most " + MOST_LAYERS + " layers");
    }
    layers = List.copyOf(layers);
    overrides = overrides.stream().sorted(OLDEST_FIRST).toList();
  }

  public static Schedule of(Layer... layers) {
    return new Schedule(List.of(layers), List.of(), Absences.NONE);
  }

  public Schedule with(ShiftOverride... others) {
    return new Schedule(layers, List.of(others), absences);
  }

  public Schedule with(Absences others) {
    return new Schedule(layers, overrides, others);
  }

  /** Who is on call at that time, by level, then in the order of the layers. */
  public List<Shift> at(Instant time) {
    // Shifts begin and end at whole nanoseconds, so nothing changes within one.
    return shifts(new Interval(time, time.plusNanos(1)));
  }

  /** All final shifts of that time, cut at its ends, by start, then by level. */
  public List<Shift> shifts(Interval range) {
    List<Shift> shifts = new ArrayList<>();
    for (int level : levels()) {
      Joiner joiner = new Joiner(level);
      for (Step step : steps(level, range)) {
        joiner.add(step);
      }
      shifts.addAll(joiner.shifts());
    }
    shifts.sort(Comparator.comparing(Shift::from).thenComparing(Shift::level));
    return shifts;
  }

  /** When a level has nobody, and when several layers of one priority have different people. */
  public List<ScheduleFault> faults(Interval range) {
    List<ScheduleFault> faults = new ArrayList<>();
    for (int level : levels()) {
      faults.addAll(FaultFinder.find(level, steps(level, range)));
    }
    faults.sort(
        Comparator.comparing((ScheduleFault fault) -> fault.when().from())
            .thenComparing(ScheduleFault::level));
    return faults;
  }

  private SortedSet<Integer> levels() {
    SortedSet<Integer> levels = new TreeSet<>();
    layers.forEach(layer -> levels.add(layer.level()));
    overrides.forEach(override -> levels.add(override.level()));
    return levels;
  }

  /**
   * Nothing changes within a step.
   *
   * @param onCall the final people with the cause, in the order of the layers
   */
  record Step(Interval when, Map<UUID, Cause> onCall) {}

  /**
   * @param place of its layer among all
   */
  private record LayerPiece(int place, int priority, Layer.Piece piece) {

    Interval when() {
      return piece.when();
    }
  }

  /** The level's steps, in order, without gaps between them. */
  private List<Step> steps(int level, Interval range) {
    List<LayerPiece> pieces = new ArrayList<>();
    for (int place = 0; place < layers.size(); place++) {
      Layer layer = layers.get(place);
      if (layer.level() == level) {
        for (Layer.Piece piece : layer.pieces(range, absences)) {
          pieces.add(new LayerPiece(place, layer.priority(), piece));
        }
      }
    }
    List<ShiftOverride> replacing =
        overrides.stream().filter(o -> o.level() == level && o.when().overlaps(range)).toList();
    TreeSet<Instant> edges = new TreeSet<>(List.of(range.from(), range.until()));
    Stream.of(
            pieces.stream().map(LayerPiece::when),
            replacing.stream().map(ShiftOverride::when),
            // Whoever steps in may be away for a part of the time.
            replacing.stream().flatMap(override -> absences.of(override.person()).stream()))
        .flatMap(times -> times)
        .flatMap(when -> when.in(range).stream())
        .forEach(
            when -> {
              edges.add(when.from());
              edges.add(when.until());
            });
    Sweep<LayerPiece> turns =
        new Sweep<>(pieces, LayerPiece::when, Comparator.comparingInt(LayerPiece::place));
    Sweep<ShiftOverride> overriding = new Sweep<>(replacing, ShiftOverride::when, OLDEST_FIRST);
    List<Step> steps = new ArrayList<>();
    Instant from = edges.removeFirst();
    for (Instant until : edges) {
      steps.add(step(new Interval(from, until), turns.at(from), overriding.at(from)));
      from = until;
    }
    return steps;
  }

  private Step step(Interval when, List<LayerPiece> turns, List<ShiftOverride> overriding) {
    int highest = Integer.MIN_VALUE;
    for (LayerPiece turn : turns) {
      highest = Math.max(highest, turn.priority);
    }
    Replaced replaced = new Replaced(person -> absences.isAway(person, List.of(when)));
    for (LayerPiece turn : turns) {
      if (turn.priority == highest) {
        turn.piece.people().forEach(person -> replaced.add(person, turn.piece.cause()));
      }
    }
    overriding.forEach(replaced::apply);
    return new Step(when, replaced.onCall());
  }

  /**
   * Applies overrides from the oldest to the newest. Where whoever stepped in is away, those who
   * were replaced are on call again, as far as they are there: somebody must be called.
   */
  private static final class Replaced {

    /**
     * @param owner whoever has the place by the layers, if any
     * @param person whoever has it now
     * @param before what an override has replaced
     */
    private record Place(Optional<UUID> owner, UUID person, Cause cause, List<Place> before) {}

    private final List<Place> places = new ArrayList<>();
    private final Predicate<UUID> isAway;

    Replaced(Predicate<UUID> isAway) {
      this.isAway = isAway;
    }

    void add(UUID person, Cause cause) {
      places.add(new Place(Optional.of(person), person, cause, List.of()));
    }

    void apply(ShiftOverride override) {
      Cause cause = new Cause.Overridden(override.id());
      if (override.instead().isEmpty()) {
        List<Place> before = List.copyOf(places);
        places.clear();
        places.add(new Place(Optional.empty(), override.person(), cause, before));
        return;
      }
      Optional<UUID> instead = override.instead();
      // The newest wins over an older one of the same owner, and may pass on what that one gave.
      places.replaceAll(
          place ->
              place.owner.equals(instead) || place.person.equals(instead.get())
                  ? new Place(place.owner, override.person(), cause, List.of(place))
                  : place);
    }

    Map<UUID, Cause> onCall() {
      Map<UUID, Cause> people = new LinkedHashMap<>();
      places.stream()
          .flatMap(place -> there(place).stream())
          .forEach(place -> people.putIfAbsent(place.person, place.cause));
      return people;
    }

    /** The place itself unless its person is away, and somebody whom it replaced is there. */
    private List<Place> there(Place place) {
      if (!isAway.test(place.person)) {
        return List.of(place);
      }
      List<Place> before =
          place.before.stream()
              .flatMap(one -> there(one).stream())
              .filter(one -> !isAway.test(one.person))
              .toList();
      return before.isEmpty() ? List.of(place) : before;
    }
  }

  /** Joins neighbouring steps of one person with the same cause. */
  private static final class Joiner {

    private final int level;
    private final List<Shift> done = new ArrayList<>();
    private Map<UUID, Shift> open = new LinkedHashMap<>();

    Joiner(int level) {
      this.level = level;
    }

    void add(Step step) {
      Map<UUID, Shift> now = new LinkedHashMap<>();
      step.onCall.forEach(
          (person, cause) -> {
            Shift before = open.remove(person);
            if (before != null && before.cause().equals(cause)) {
              Interval longer = new Interval(before.from(), step.when.until());
              now.put(person, new Shift(level, person, longer, cause));
            } else {
              if (before != null) {
                done.add(before);
              }
              now.put(person, new Shift(level, person, step.when, cause));
            }
          });
      done.addAll(open.values());
      open = now;
    }

    List<Shift> shifts() {
      done.addAll(open.values());
      open = Map.of();
      return done;
    }
  }
}
