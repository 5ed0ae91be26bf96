package dev.imas.core.suspicion;

import dev.imas.core.suspicion.SuspectChange.Gate;
import dev.imas.core.suspicion.SuspectChange.History;
import dev.imas.core.suspicion.SuspectChange.Nearness;
import dev.imas.core.suspicion.SuspectLine.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores changes by fixed points, of which people can follow each. Nothing is learned but the
 * history of a service, and that with its counts.
 */
public final class SuspectScore {

  /** As many are kept of an incident. */
  public static final int MOST = 10;

  /** Changes as long before the detection are looked at. */
  public static final Duration WINDOW = Duration.ofHours(24);

  /** A change may seem to come as long after the detection, since clocks differ. */
  public static final Duration SKEW = Duration.ofMinutes(2);

  static final int SAME_SERVICE = 40;
  static final int DEPENDENCY = 20;
  static final int SAME_ENVIRONMENT = 10;
  static final int AGE = 30;
  static final double HALVED_AFTER_MINUTES = 45;
  static final int FAILED = 15;
  static final int SETTING = 5;
  static final int GATE = 5;
  static final int HISTORY = 15;
  static final int REPORTED = 40;

  /** So many judged changes are added that caused nothing, so that one case has little weight. */
  static final int PRIOR = 2;

  private static final Comparator<Suspect> MOST_SUSPECT_FIRST =
      Comparator.comparingInt(Suspect::score)
          .thenComparing(one -> one.change().at())
          .reversed()
          .thenComparing(one -> one.change().kind())
          .thenComparing(one -> one.change().id());

  private SuspectScore() {}

  /** The most suspect first. What has no points is no suspect. */
  public static List<Suspect> rank(Instant detectedAt, Collection<SuspectChange> changes) {
    return changes.stream()
        .map(change -> score(detectedAt, change))
        .filter(one -> one.score() > 0)
        .sorted(MOST_SUSPECT_FIRST)
        .limit(MOST)
        .toList();
  }

  public static Suspect score(Instant detectedAt, SuspectChange change) {
    List<SuspectLine> lines = new ArrayList<>();
    if (change.isReported()) {
      lines.add(SuspectLine.of(Reason.REPORTED, REPORTED));
    }
    if (change.nearness() == Nearness.SAME_SERVICE) {
      lines.add(SuspectLine.of(Reason.SAME_SERVICE, SAME_SERVICE));
    } else if (change.nearness() == Nearness.DEPENDENCY) {
      lines.add(SuspectLine.of(Reason.DEPENDENCY, DEPENDENCY));
    }
    if (change.isSameEnvironment()) {
      lines.add(SuspectLine.of(Reason.SAME_ENVIRONMENT, SAME_ENVIRONMENT));
    }
    add(lines, age(detectedAt, change.at()));
    if (change.hasFailed()) {
      lines.add(SuspectLine.of(Reason.FAILED, FAILED));
    }
    if (change.isSetting()) {
      lines.add(SuspectLine.of(Reason.SETTING, SETTING));
    }
    if (change.gate() == Gate.OVERRIDDEN) {
      lines.add(SuspectLine.of(Reason.OVERRIDDEN, GATE));
    } else if (change.gate() == Gate.UNGATED) {
      lines.add(SuspectLine.of(Reason.UNGATED, GATE));
    }
    add(lines, history(change.history()));
    return Suspect.of(change, lines);
  }

  private static void add(List<SuspectLine> lines, @Nullable SuspectLine line) {
    if (line != null) {
      lines.add(line);
    }
  }

  /** What came after the detection by its clock, or was under way, happened at that moment. */
  private static @Nullable SuspectLine age(Instant detectedAt, Instant at) {
    double minutes = Math.max(0, Duration.between(at, detectedAt).toMillis()) / 60_000.0;
    int points = (int) Math.round(AGE * Math.pow(0.5, minutes / HALVED_AFTER_MINUTES));
    return points == 0
        ? null
        : new SuspectLine(Reason.AGE, points, (int) Math.floor(minutes), null, null);
  }

  private static @Nullable SuspectLine history(History history) {
    int points =
        (int) Math.round((double) HISTORY * history.confirmed() / (history.judged() + PRIOR));
    return points == 0
        ? null
        : new SuspectLine(Reason.HISTORY, points, null, history.confirmed(), history.judged());
  }
}
