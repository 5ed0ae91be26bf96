package dev.imas.core.freeze;

import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.freeze.FreezeView.Next;
import dev.imas.core.planned.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says which deployments of the last 90 days a freeze would have stopped. Pure. */
final class FreezePreview {

  private FreezePreview() {}

  /** How far it looks back. */
  static final Duration BACK = Duration.ofDays(90);

  private static final int MOST_SHOWN = 50;
  private static final int MOST_TIMES = 4_000;

  /**
   * A deployment that began.
   *
   * @param failed whether it failed or was rolled back
   */
  record Stopped(
      UUID id,
      @Nullable Named service,
      String environment,
      String sha,
      Instant at,
      boolean failed) {}

  /**
   * What was deployed where the freeze would be in force.
   *
   * @param all how many deployments began anywhere in that time
   * @param isWhole whether all that it concerns were read
   */
  record Deployed(List<Stopped> concerned, long all, boolean isWhole) {

    Deployed {
      concerned = List.copyOf(concerned);
    }
  }

  /**
   * What a freeze would do.
   *
   * @param next when it would be in force
   * @param from since when deployments were looked at
   * @param deployments how many began since then, anywhere
   * @param stopped how many of these it would have stopped
   * @param stoppedThatFailed how many of those failed or were rolled back
   * @param isWhole false: there were too many to look at all
   * @param latest the latest that it would have stopped, at most fifty
   */
  record Preview(
      List<Next> next,
      Instant from,
      long deployments,
      long stopped,
      long stoppedThatFailed,
      boolean isWhole,
      List<Stopped> latest) {}

  /**
   * @param next when the freeze comes next
   */
  static Preview of(FreezeDraft draft, Deployed deployed, List<Occurrence> next, Instant now) {
    Instant from = now.minus(BACK);
    List<Occurrence> inForce = draft.times().between(from, now, MOST_TIMES);
    List<Stopped> stopped =
        deployed.concerned.stream()
            .filter(one -> inForce.stream().anyMatch(time -> time.holds(one.at)))
            .toList();
    return new Preview(
        next.stream().map(one -> new Next(one.startsAt(), one.endsAt())).toList(),
        from,
        deployed.all,
        stopped.size(),
        stopped.stream().filter(Stopped::failed).count(),
        deployed.isWhole,
        stopped.subList(0, Math.min(MOST_SHOWN, stopped.size())));
  }
}
