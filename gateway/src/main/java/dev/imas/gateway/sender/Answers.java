package dev.imas.gateway.sender;

import dev.imas.core.platform.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How a sender's dialect is answered. The status codes are chosen by what each sender does with
 * them (docs/senders).
 */
public interface Answers {

  /**
   * Every alert that could be read is committed, and what could not be read is stored as dead
   * letters.
   */
  SenderAnswer committed(Committed post);

  /** The request is refused whole. */
  SenderAnswer refused(Fault fault, @Nullable String requestId);
}
