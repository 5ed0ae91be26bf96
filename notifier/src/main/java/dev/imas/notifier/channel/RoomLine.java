package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.UUID;

/** What a room's task is carried out with. Only on a virtual thread. */
public interface RoomLine {

  /** Of the task. */
  UUID id();

  Instant now();

  /**
   * Sends a request and waits for the answer.
   *
   * @throws RoomEnd.Stop when the task has used up its time
   */
  WebReply send(WebRequest request);
}
