package dev.imas.core.window;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppression.SilenceText;
import dev.imas.core.window.WindowSilenceRepository.Muting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Mutes the alerts of a window's services while it is in progress (G7): from its real start, to its
 * planned end at the latest. A window that nobody starts mutes nothing. A deployment that fails
 * must not be silent, so its muting ends at once. On a virtual thread, with the window locked.
 */
final class WindowMuting {

  /** What a deployment that succeeded has upset may calm down for so long. */
  static final Duration SETTLE = Duration.ofMinutes(5);

  private final WindowSilenceRepository silences = new WindowSilenceRepository();

  /**
   * It begins now.
   *
   * @throws Fault CONFLICT if the tenant has as many silences as it may have
   */
  void begin(Tx tx, DeploymentWindow window, String author, Instant now) {
    if (window.mutes() && !silences.begin(tx, window, author, now)) {
      throw Fault.conflict(
          "it mutes alerts, and "
              + SilenceText.MOST_SILENCES
              + " silences are in force or to come, which is the limit; end some");
    }
  }

  /** The same for what a deployment has started, which waits for nobody: then nothing is muted. */
  void beginIfRoom(Tx tx, DeploymentWindow window, String author, Instant now) {
    if (window.mutes() && now.isBefore(window.until())) {
      silences.begin(tx, window, author, now);
    }
  }

  /** Its end was moved. */
  void move(Tx tx, DeploymentWindow window, Instant until, Instant now) {
    if (window.mutes()) {
      silences.endAt(tx, window.id(), until, now);
    }
  }

  /** It ends now, with that outcome. */
  void end(Tx tx, DeploymentWindow window, WindowStatus outcome, Instant now) {
    if (!window.mutes()) {
      return;
    }
    Instant settled = now.plus(SETTLE);
    Instant until = settled.isBefore(window.until()) ? settled : window.until();
    if (outcome == WindowStatus.COMPLETED && until.isAfter(now)) {
      silences.endAt(tx, window.id(), until, now);
    } else {
      silences.end(tx, window.id(), now);
    }
  }

  /** A deployment failed, or was rolled back. The window goes on. */
  void stop(Tx tx, DeploymentWindow window, Instant now) {
    if (window.mutes()) {
      silences.end(tx, window.id(), now);
    }
  }

  Optional<Muting> of(Tx tx, UUID window) {
    return silences.of(tx, window);
  }
}
