package dev.imas.core.fallback;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.UUID;

/** Takes the escalation of an incident further before its time. */
@FunctionalInterface
public interface MoveOn {

  /** For incidents that never escalate. */
  MoveOn NEVER = (tx, incident, seq) -> Future.succeededFuture(false);

  /**
   * Whether the escalation of an incident is about to tell somebody without having tried: its first
   * step waits, as somebody wrote it, or it ends at once and tells the fallback itself. Called with
   * the incident locked.
   */
  default Future<Boolean> isAboutToTell(Tx tx, UUID incident) {
    return Future.succeededFuture(false);
  }

  /**
   * Whether no step is left, so that the escalation ends next and tells the fallback itself. Called
   * with the incident locked.
   */
  default Future<Boolean> isAtItsEnd(Tx tx, UUID incident) {
    return Future.succeededFuture(false);
  }

  /**
   * Called with the incident locked, when nobody whom a step told can be reached.
   *
   * @param seq of the page in the timeline
   * @return whether the next step follows at once; false if that page is not of the latest step, or
   *     nothing is under way
   */
  Future<Boolean> moveOn(Tx tx, UUID incident, int seq);
}
