package dev.imas.notifier.delivery;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed delivery: ours until its lease runs out.
 *
 * @param incidentId null for a digest, and for a sample that tests a contact
 * @param attempts how often it was claimed, this time included; the number under which this claim's
 *     outcome is written, so that a claim that was lost writes nothing
 * @param sealedSecret of the receiver, as stored
 * @param address where it goes by now, whatever it was when the page was made
 * @param createdAt the database's clock
 * @param alone goes whatever the receiver's rate
 * @param gone why it goes nowhere; null when it does
 */
public record Delivery(
    TenantId tenant,
    UUID id,
    @Nullable UUID incidentId,
    int eventSeq,
    String event,
    UUID receiverId,
    String channel,
    String address,
    Severity urgency,
    String payload,
    int attempts,
    byte @Nullable [] sealedSecret,
    Instant createdAt,
    boolean alone,
    @Nullable String gone) {

  /** The urgent first, then the oldest. */
  public static final Comparator<Delivery> MOST_URGENT_FIRST =
      Comparator.comparing(Delivery::urgency)
          .thenComparing(Delivery::createdAt)
          .thenComparing(Delivery::id);

  /** Somebody waits to hear what comes of it: it is tried once. */
  boolean isTest() {
    return event.equals(PageContent.TEST);
  }

  /** Of the messages that this one tells of because they were not sent by themselves. */
  int folded() {
    return Json.read(payload, Folded.class).earlierCount();
  }
}
