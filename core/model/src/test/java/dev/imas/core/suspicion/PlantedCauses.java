package dev.imas.core.suspicion;

import dev.imas.core.suspicion.SuspectChange.Gate;
import dev.imas.core.suspicion.SuspectChange.History;
import dev.imas.core.suspicion.SuspectChange.Nearness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Incidents of which the cause is known, since it was planted: one of 20 changes in the 24 hours
 * before. Its numbers are assumptions of how changes and incidents come about, and none is a weight
 * of the score:
 *
 * <ul>
 *   <li>Ten changes are of the incident's own service, four of services that it depends on, six of
 *       others. The cause is one of the service itself in 75 % of the incidents, of a dependency in
 *       20 %, of another one in 5 %: dependencies are not always entered.
 *   <li>Other changes come by the hours of work: 30 % within the two hours before the incident,
 *       which is when incidents come about, too. The others are spread over the day.
 *   <li>A cause shows after a time whose logarithm is normal: half of them within 12 minutes, one
 *       in six after more than 40.
 *   <li>Two of three other changes go to an environment that is not the incident's, as a change
 *       passes development and staging before production. A cause seems to in 1 of 20: names differ
 *       between senders.
 *   <li>A cause failed or was rolled back in 3 of 10, another change in 1 of 20.
 *   <li>A cause is a setting in 2 of 10, another change in 1 of 10.
 *   <li>Each service has a rate of bad changes, 2 to 30 %, by which the judged ones of its history
 *       and the service of a cause are drawn.
 * </ul>
 */
final class PlantedCauses {

  static final int CHANGES = 20;
  private static final int OWN = 10;
  private static final int DEPENDENCIES = 4;
  private static final Instant DETECTED = Instant.parse("2026-03-02T15:00:00Z");

  private final Random random;

  PlantedCauses(long seed) {
    this.random = new Random(seed);
  }

  /** An incident with its changes, and which of them is the cause. */
  record Planted(Instant detectedAt, List<SuspectChange> changes, UUID cause) {

    int rank() {
      List<Suspect> ranked = SuspectScore.rank(detectedAt, changes);
      for (int i = 0; i < ranked.size(); i++) {
        if (ranked.get(i).change().id().equals(cause)) {
          return i + 1;
        }
      }
      return Integer.MAX_VALUE;
    }

    /** Whether the last change of the service is the cause: what one would name without a score. */
    boolean isMostRecent() {
      return changes.stream()
          .filter(one -> one.nearness() == Nearness.SAME_SERVICE)
          .max(Comparator.comparing(SuspectChange::at))
          .filter(one -> one.id().equals(cause))
          .isPresent();
    }
  }

  Planted next() {
    Nearness ofCause = drawn(0.75, 0.2);
    History own = history();
    List<SuspectChange> changes = new ArrayList<>();
    UUID cause = new UUID(1, random.nextLong());
    for (int i = 0; i < CHANGES; i++) {
      Nearness nearness =
          i < OWN
              ? Nearness.SAME_SERVICE
              : i < OWN + DEPENDENCIES ? Nearness.DEPENDENCY : Nearness.OTHER;
      History history = nearness == Nearness.SAME_SERVICE ? own : history();
      boolean isFirstOfItsKind = i == 0 || i == OWN || i == OWN + DEPENDENCIES;
      changes.add(
          isFirstOfItsKind && nearness == ofCause
              ? change(cause, delay(), nearness, 0.95, 0.3, 0.2, history)
              : change(
                  new UUID(2, random.nextLong()),
                  earlier(),
                  nearness,
                  1.0 / 3,
                  0.05,
                  0.1,
                  history));
    }
    Collections.shuffle(changes, random);
    return new Planted(DETECTED, changes, cause);
  }

  private Nearness drawn(double same, double dependency) {
    double at = random.nextDouble();
    return at < same
        ? Nearness.SAME_SERVICE
        : at < same + dependency ? Nearness.DEPENDENCY : Nearness.OTHER;
  }

  private Duration delay() {
    double minutes = 12 * Math.exp(1.2 * random.nextGaussian());
    return Duration.ofMillis((long) (Math.min(minutes, 24 * 60) * 60_000));
  }

  private Duration earlier() {
    double hours = random.nextDouble() < 0.3 ? 2 * random.nextDouble() : 24 * random.nextDouble();
    return Duration.ofMillis((long) (hours * 3_600_000));
  }

  private History history() {
    double rate = 0.02 + 0.28 * random.nextDouble();
    int judged = random.nextInt(12);
    int confirmed = 0;
    for (int i = 0; i < judged; i++) {
      confirmed += random.nextDouble() < rate ? 1 : 0;
    }
    return new History(confirmed, judged);
  }

  private SuspectChange change(
      UUID id,
      Duration before,
      Nearness nearness,
      double sameEnvironment,
      double failed,
      double setting,
      History history) {
    return new SuspectChange(
        ChangeKind.DEPLOYMENT,
        id,
        DETECTED.minus(before),
        nearness,
        random.nextDouble() < sameEnvironment,
        random.nextDouble() < failed,
        random.nextDouble() < setting,
        Gate.UNKNOWN,
        history,
        false);
  }
}
