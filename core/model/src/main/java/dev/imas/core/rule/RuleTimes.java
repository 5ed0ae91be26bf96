package dev.imas.core.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the alerts of a rule are hidden: while one of some named intervals is in force, or while
 * none of others is.
 *
 * @param mute names or ids of the intervals in which they are hidden
 * @param active names or ids of those outside of which they are; empty if they never are for that
 * @param recordedBy the name of the rule by which they always are: it only records them; null for
 *     none
 */
public record RuleTimes(List<String> mute, List<String> active, @Nullable String recordedBy) {

  /** They are hidden at no time. */
  public static final RuleTimes NONE = new RuleTimes(List.of(), List.of());

  /** Of alerts that no rule records. */
  public RuleTimes(List<String> mute, List<String> active) {
    this(mute, active, null);
  }

  public RuleTimes {
    mute = List.copyOf(mute);
    active = List.copyOf(active);
  }

  public boolean isNone() {
    return mute.isEmpty() && active.isEmpty() && recordedBy == null;
  }
}
