package dev.imas.core.incident;

import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes an acknowledgement back: whoever made it did so by mistake, or cannot work on it after all.
 *
 * @param message for the timeline and the page; null: what the status became
 */
record TakeBack(String by, @Nullable String message) implements Doing {

  private static final TimelineRepository TIMELINE = new TimelineRepository();

  @Override
  public Future<Step> step(Tx tx, Incident incident, Instant at) {
    return TIMELINE
        .lastAcknowledgement(tx, incident.id())
        .map(taken -> incident.unacknowledge(by, at, message, taken));
  }
}
