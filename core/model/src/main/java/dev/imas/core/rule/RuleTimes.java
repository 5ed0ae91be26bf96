package dev.imas.core.rule;

import java.util.List;

/**
 * When the alerts of a rule are hidden: while one of some named intervals is in force, or while
 * none of others is.
 *
 * @param mute names or ids of the intervals in which they are hidden
 * @param active names or ids of those outside of which they are; empty if they never are for that
 */
public record RuleTimes(List<String> mute, List<String> active) {

  /** They are hidden at no time. */
  public static final RuleTimes NONE = new RuleTimes(List.of(), List.of());

  public RuleTimes {
    mute = List.copyOf(mute);
    active = List.copyOf(active);
  }

  public boolean isNone() {
    return mute.isEmpty() && active.isEmpty();
  }
}
