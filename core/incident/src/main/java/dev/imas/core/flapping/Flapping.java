package dev.imas.core.flapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often an incident has come back of late, and whether it flaps. Pure.
 *
 * @param returns when, the oldest first; no more than the policy counts
 * @param since when it began to flap; null if it does not
 */
public record Flapping(List<Instant> returns, @Nullable Instant since) {

  /** Of an incident that has never come back. */
  public static final Flapping NONE = new Flapping(List.of(), null);

  public Flapping {
    returns = List.copyOf(returns);
  }

  public boolean flaps() {
    return since != null;
  }

  /** It came back, and may begin to flap by it. */
  public Flapping cameBack(FlappingPolicy policy, Instant now) {
    if (!policy.isActive()) {
      return this;
    }
    List<Instant> recent = new ArrayList<>(recent(policy, now));
    recent.add(now);
    List<Instant> kept =
        recent.subList(Math.max(0, recent.size() - policy.returns()), recent.size());
    return new Flapping(kept, since == null && kept.size() >= policy.returns() ? now : since);
  }

  /**
   * Nothing fires in it any more. It flaps on as long as it came back more than half as often as it
   * takes to begin, so that it does not begin and end to flap all the time.
   */
  public Flapping calmed(FlappingPolicy policy, Instant now) {
    boolean goesOn =
        flaps() && policy.isActive() && recent(policy, now).size() * 2 > policy.returns();
    return goesOn ? this : over();
  }

  /** It does not flap any more. What it did of late is kept. */
  public Flapping over() {
    return flaps() ? new Flapping(returns, null) : this;
  }

  private List<Instant> recent(FlappingPolicy policy, Instant now) {
    Instant after = now.minus(policy.within());
    return returns.stream().filter(at -> at.isAfter(after)).toList();
  }
}
