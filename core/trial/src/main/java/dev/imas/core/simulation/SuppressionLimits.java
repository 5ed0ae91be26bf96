package dev.imas.core.simulation;

import dev.imas.core.suppressed.PastSuppressionRepository.Past;
import java.util.ArrayList;
import java.util.List;

/** What a simulation could not know of what hid alerts, in words. */
final class SuppressionLimits {

  private SuppressionLimits() {}

  static List<String> of(Past past, World then, World otherwise) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "Silences and maintenance windows mute as they did then. Inhibit rules mute from their"
            + " creation, time intervals always, both as they are today.");
    if (past.changed() > 0) {
      limits.add(
          past.changed()
              + " inhibit rules and time intervals have changed since the window began; their"
              + " earlier versions are not kept.");
    }
    limits.add(
        "Deleted and disabled inhibit rules mute nothing here. A silence that ends with its alerts"
            + " ends when it really did.");
    limits.add(
        "Alerts muted when the window began count once they were evaluated again or changed."
            + " Muted alerts open as soon as nothing mutes them; this is checked once a second.");
    long leftOut = Math.max(then.hidden().leftOut(), otherwise.hidden().leftOut());
    if (leftOut > 0) {
      limits.add(
          "More than "
              + SuppressedAlerts.MOST_WATCHED
              + " alerts fired that could be muted. Beyond them, "
              + leftOut
              + " were treated as not muted.");
    }
    return limits;
  }
}
