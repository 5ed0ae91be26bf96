package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.UUID;

/** How a vendor takes what is said to one person after their request was answered. Pure. */
public interface ReplyVendor {

  /**
   * @param id by which a repeat can be recognised
   * @throws IllegalArgumentException when it cannot be said there, with a reason without secrets
   */
  WebRequest request(UUID id, ChatReply reply);

  /** What an answer means. */
  Outcome read(WebReply.Answered answer, Instant now);
}
