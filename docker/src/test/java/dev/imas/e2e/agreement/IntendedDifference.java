package dev.imas.e2e.agreement;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where IMAS tells otherwise on purpose. Each is a line of docs/import.md, and follows from what a
 * round did and from what was told before; nothing else may differ.
 */
enum IntendedDifference {
  RECOVERY_IS_TOLD("A recovery under a silence or an inhibition is sent"),
  FIRES_AGAIN_AFTER_IT("An alert that recovered under a silence and fires again is sent"),
  STAYS_OPEN_WHILE_HIDDEN("An incident stays open while suppressed alerts of it fire"),
  SHOWN_AGAIN_IS_NO_NEWS("An alert that was sent, suppressed and shown again is not sent again");

  /** How its line in the docs begins. */
  final String line;

  IntendedDifference(String line) {
    this.line = line;
  }

  /**
   * What a receiver should know of a group after a round.
   *
   * @param isFiring whether it was last told that something fires
   * @param isCalled whether it was told in this round of alerts that it did not know
   */
  record Outcome(boolean isFiring, boolean isCalled) {}

  /**
   * @param fires all that fire in the group, by their labels
   * @param shown those of them that nothing mutes
   * @param isAnyShown whether nothing mutes some alert of it, firing or not
   */
  record Facts(Set<String> fires, Set<String> shown, boolean isAnyShown) {}

  /**
   * What Alertmanager tells: it compares what it would show with what it last told, and looks only
   * where something is shown.
   *
   * @param told the firing alerts of its last notification
   */
  static Outcome alertmanager(Facts now, Set<String> told) {
    if (!now.isAnyShown()) {
      return new Outcome(!told.isEmpty(), false);
    }
    boolean isCalled = !told.containsAll(now.shown());
    return new Outcome(!now.shown().isEmpty(), isCalled);
  }

  /**
   * What IMAS tells: a recovery is applied whatever mutes it, and whoever is in an incident stays
   * in it while it fires.
   *
   * @param members the firing alerts of its incident so far
   */
  static Outcome imas(Facts now, Set<String> members) {
    return new Outcome(!joined(now, members).isEmpty(), !members.containsAll(now.shown()));
  }

  /** The firing alerts of the incident from now on. */
  static Set<String> joined(Facts now, Set<String> members) {
    Set<String> joined = new HashSet<>(members);
    joined.retainAll(now.fires());
    joined.addAll(now.shown());
    return joined;
  }

  /** The reason why both tell otherwise; null if they agree. */
  static @Nullable IntendedDifference between(Outcome alertmanager, Outcome imas) {
    if (alertmanager.equals(imas)) {
      return null;
    }
    if (alertmanager.isFiring() != imas.isFiring()) {
      return imas.isFiring() ? STAYS_OPEN_WHILE_HIDDEN : RECOVERY_IS_TOLD;
    }
    return imas.isCalled() ? FIRES_AGAIN_AFTER_IT : SHOWN_AGAIN_IS_NO_NEWS;
  }
}
