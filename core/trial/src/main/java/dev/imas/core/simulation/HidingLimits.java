package dev.imas.core.simulation;

import dev.imas.core.hidden.PastHidingRepository.Past;
import java.util.ArrayList;
import java.util.List;

/** What a simulation could not know of what hid alerts, in words. */
final class HidingLimits {

  private HidingLimits() {}

  static List<String> of(Past past, World then, World otherwise) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "Silences and maintenance windows hide as they did then. Inhibit rules hide from when each"
            + " was made, and time intervals always, both as they are today.");
    if (past.changed() > 0) {
      limits.add(
          past.changed()
              + " inhibit rules and time intervals were changed since the window began; how they"
              + " were before is not kept.");
    }
    limits.add(
        "Inhibit rules that were removed or are switched off hide nothing in it. A silence that"
            + " ends with its alerts ends when it really did.");
    limits.add(
        "What was hidden when the window began takes part once it was decided anew, or once it"
            + " changed. What is hidden opens as soon as nothing hides it any more; core looks once"
            + " a second.");
    long leftOut = Math.max(then.hidden().leftOut(), otherwise.hidden().leftOut());
    if (leftOut > 0) {
      limits.add(
          "More than "
              + HiddenAlerts.MOST_WATCHED
              + " alerts fired that something may hide. "
              + leftOut
              + " times one beyond them was taken as if nothing hid it.");
    }
    return limits;
  }
}
