package dev.imas.core.simulation;

import dev.imas.core.incident.Incident;
import dev.imas.core.intake.OpeningAllowance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** How many incidents a replay has opened within a minute, and may still open. */
final class OpenedLately {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int most;
  private final ArrayDeque<Instant> urgent = new ArrayDeque<>();
  private final ArrayDeque<Instant> other = new ArrayDeque<>();

  /**
   * @param most of each of both, urgent ones and others
   */
  OpenedLately(int most) {
    this.most = most;
  }

  void add(Incident opened, Instant now) {
    (opened.severity().isCritical() ? urgent : other).add(now);
  }

  OpeningAllowance room() {
    return new OpeningAllowance(left(urgent), left(other));
  }

  private int left(ArrayDeque<Instant> lately) {
    return Math.max(0, most - lately.size());
  }

  void forget(Instant now) {
    Instant since = now.minus(WINDOW);
    for (ArrayDeque<Instant> lately : List.of(urgent, other)) {
      while (!lately.isEmpty() && !lately.getFirst().isAfter(since)) {
        lately.removeFirst();
      }
    }
  }
}
