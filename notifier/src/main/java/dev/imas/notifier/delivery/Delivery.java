package dev.imas.notifier.delivery;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.notifier.card.CardKey;
import dev.imas.notifier.card.ClaimedCard;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed delivery, which is ours until its lease runs out.
 *
 * @param incidentId null for a digest, and for a sample that tests a contact
 * @param attempts how often it was claimed, this time included. The claim's outcome is written
 *     under this number, so a claim that was lost writes nothing
 * @param sealedSecret of the receiver, as stored
 * @param address the receiver's current address, whatever it was when the page was made
 * @param createdAt by the database's clock
 * @param alone whether it is sent whatever the receiver's rate
 * @param gone why it cannot be sent to anybody; null when it can
 * @param reader the person who gets it; null when it is nobody's alone
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
    @Nullable String gone,
    @Nullable Reader reader) {

  /** The most urgent first, then the oldest. */
  public static final Comparator<Delivery> MOST_URGENT_FIRST =
      Comparator.comparing(Delivery::urgency)
          .thenComparing(Delivery::createdAt)
          .thenComparing(Delivery::id);

  /** The delivery that tells the newest state of an incident, for its card. */
  static Delivery newestOf(ClaimedCard claimed) {
    CardKey key = claimed.key();
    ClaimedCard.Newest newest = Objects.requireNonNull(claimed.newest());
    return new Delivery(
        key.tenant(),
        newest.delivery(),
        key.incident(),
        claimed.seq(),
        newest.event(),
        key.receiver(),
        key.channel(),
        claimed.address(),
        Severity.of(Math.clamp(newest.urgency(), 1, 4)),
        newest.payload(),
        1,
        null,
        newest.createdAt(),
        false,
        null,
        Reader.of(newest.locale(), newest.timeZone()));
  }

  /** Whether it tells of one incident. */
  boolean isOfIncident() {
    return incidentId != null && event.startsWith("incident.");
  }

  /** Whether somebody waits for its outcome, so that there is only one attempt. */
  boolean isTest() {
    return event.equals(PageContent.TEST) || event.equals(PageContent.VERIFICATION) || isDrill();
  }

  /**
   * Whether it is a drill's. It has one attempt, and leaves no trace in the rate and the circuit of
   * its receiver (decision M17).
   */
  public boolean isDrill() {
    return event.equals(PageContent.DRILL);
  }

  /**
   * Its receiver's card of its incident.
   *
   * @throws IllegalStateException when it is about no incident
   */
  CardKey cardKey() {
    if (incidentId == null) {
      throw new IllegalStateException("a delivery about no incident has no card");
    }
    return new CardKey(tenant, incidentId, receiverId, channel);
  }

  /** The messages that this one replaces, because they were not sent separately. */
  int folded() {
    return Json.read(payload, Folded.class).earlierCount();
  }
}
