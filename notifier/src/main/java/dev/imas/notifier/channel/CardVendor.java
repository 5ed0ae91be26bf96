package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;

/** How a vendor's messages are changed after they were posted. Pure. */
public interface CardVendor {

  /** Makes the card say what the message says, and nothing that it said before. */
  WebRequest update(Message message, Card card);

  /** What the answer means for the card. */
  CardUpdate readUpdate(WebReply.Answered answer, Message message, Instant now);
}
