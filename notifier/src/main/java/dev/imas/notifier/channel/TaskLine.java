package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.UUID;

/** What a task is carried out with. Only on a virtual thread. */
public interface TaskLine {

  /** Of the task. */
  UUID id();

  Instant now();

  /**
   * Sends a request and waits for the answer.
   *
   * @throws TaskEnd.Stop when the task has used up its time
   */
  WebReply send(WebRequest request);
}
