package dev.imas.core.suspicion;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds of change come before incidents more often than chance has it. The share of incidents
 * with such a change within an hour before is compared with the share of all time that lies within
 * an hour after one.
 */
public final class Precursors {

  /** A change is before an incident if it is no longer ago. */
  public static final Duration BEFORE = Duration.ofHours(1);

  /** Fewer incidents are no pattern. */
  static final int FEWEST = 2;

  /** Of a normal distribution, for 95 %. */
  private static final double Z = 1.96;

  private static final Comparator<Found> STRONGEST_FIRST =
      Comparator.comparingDouble((Found one) -> one.lowestShare() / one.baseRate())
          .thenComparingInt(Found::incidents)
          .reversed()
          .thenComparing(one -> one.trait().dimension())
          .thenComparing(one -> one.trait().value());

  private Precursors() {}

  /**
   * What changes have in common.
   *
   * @param dimension such as repository
   */
  public record Trait(String dimension, String value) {}

  /** A change, by what it has in common with others. */
  public record Change(Instant at, List<Trait> traits) {

    public Change {
      traits = List.copyOf(traits);
    }
  }

  /**
   * A kind of change that came before incidents.
   *
   * @param changes how many there were in the whole time
   * @param incidents how many incidents had one within the hour before
   * @param share of all incidents
   * @param lowestShare what the share is at least, at 95 % (Wilson)
   * @param baseRate the share of the time that lies within an hour after one
   * @param lift how many times as often as chance has it
   */
  public record Found(
      Trait trait,
      int changes,
      int incidents,
      double share,
      double lowestShare,
      double baseRate,
      double lift) {}

  /**
   * The strongest first: by what the lift is at least.
   *
   * @param from the first moment of the time looked at
   * @param to the first moment after it
   * @param incidents when each was detected, in that time
   * @param changes in that time and the hour before
   */
  public static List<Found> find(
      Instant from,
      Instant to,
      Collection<Instant> incidents,
      Collection<Change> changes,
      int most) {
    Map<Trait, TreeSet<Instant>> times = new HashMap<>();
    Map<Trait, Integer> counts = new HashMap<>();
    for (Change change : changes) {
      for (Trait trait : change.traits()) {
        times.computeIfAbsent(trait, any -> new TreeSet<>()).add(change.at());
        counts.merge(trait, 1, Integer::sum);
      }
    }
    List<Found> found = new ArrayList<>();
    times.forEach(
        (trait, at) -> {
          int after = (int) incidents.stream().filter(incident -> follows(at, incident)).count();
          double base = covered(at, from, to);
          if (after >= FEWEST && base > 0) {
            double share = (double) after / incidents.size();
            found.add(
                new Found(
                    trait,
                    counts.getOrDefault(trait, 0),
                    after,
                    share,
                    lowest(after, incidents.size()),
                    base,
                    share / base));
          }
        });
    return found.stream().sorted(STRONGEST_FIRST).limit(most).toList();
  }

  private static boolean follows(TreeSet<Instant> changes, Instant incident) {
    @Nullable Instant last = changes.floor(incident);
    return last != null && !last.isBefore(incident.minus(BEFORE));
  }

  /** The part of the time that lies within an hour after one of these. */
  private static double covered(TreeSet<Instant> changes, Instant from, Instant to) {
    long covered = 0;
    Instant end = from;
    for (Instant at : changes) {
      Instant begins = at.isBefore(end) ? end : at;
      Instant ends = at.plus(BEFORE).isAfter(to) ? to : at.plus(BEFORE);
      if (ends.isAfter(begins)) {
        covered += Duration.between(begins, ends).toMillis();
        end = ends;
      }
    }
    return (double) covered / Duration.between(from, to).toMillis();
  }

  /** The lower end of the interval of Wilson. */
  private static double lowest(int part, int whole) {
    double n = whole;
    double share = part / n;
    double square = Z * Z;
    double middle = share + square / (2 * n);
    double wide = Z * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
    return Math.max(0, (middle - wide) / (1 + square / n));
  }
}
