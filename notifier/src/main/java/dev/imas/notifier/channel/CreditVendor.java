package dev.imas.notifier.channel;

import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;

/** How a vendor that is paid in advance says how much is left. Pure. */
public interface CreditVendor {

  WebRequest request(Instant now);

  CreditReading read(WebReply.Answered answered, Instant now);

  /** With fewer credits than this, people are told. */
  int low();
}
