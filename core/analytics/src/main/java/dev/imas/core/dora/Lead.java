package dev.imas.core.dora;

import java.util.List;

/**
 * Which commits a rollout brought to production for the first time. Pure.
 *
 * @param known whether the pushes from the commit before up to this one are all there
 */
record Lead(Known known, List<PushRecord> pushes) {

  enum Known {
    /** The pushes are there. */
    YES,
    /** The chain of pushes has a gap, or none was told. */
    NO,
    /** Nothing was deployed there before. */
    FIRST,
    /** It brought no commit: the same one again, or an older one. */
    NONE
  }

  Lead {
    pushes = List.copyOf(pushes);
  }
}
