package dev.imas.core.delivery;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is not stored yet: one message to one receiver about one moment of an incident.
 *
 * @param incidentId null for a test of a contact
 * @param eventSeq the moment's seq in the timeline, which orders the incident's messages
 * @param urgency the incident's severity
 * @param mayWait whether the receiver may be told later
 * @param hold until when it waits; null: it does not
 * @param leftOut why it is kept, but not sent; null: it is sent
 */
public record NewDelivery(
    UUID id,
    @Nullable UUID incidentId,
    int eventSeq,
    String event,
    UUID receiverId,
    String channel,
    String address,
    Severity urgency,
    PageContent content,
    boolean mayWait,
    @Nullable Hold hold,
    @Nullable String leftOut) {

  /** One that is sent at once. */
  public NewDelivery(
      UUID id,
      @Nullable UUID incidentId,
      int eventSeq,
      String event,
      UUID receiverId,
      String channel,
      String address,
      Severity urgency,
      PageContent content) {
    this(
        id,
        incidentId,
        eventSeq,
        event,
        receiverId,
        channel,
        address,
        urgency,
        content,
        false,
        null,
        null);
  }

  public NewDelivery held(Hold until) {
    return kept(until, null);
  }

  public NewDelivery leftOut(String why) {
    return kept(null, why);
  }

  private NewDelivery kept(@Nullable Hold until, @Nullable String why) {
    return new NewDelivery(
        id,
        incidentId,
        eventSeq,
        event,
        receiverId,
        channel,
        address,
        urgency,
        content,
        mayWait,
        until,
        why);
  }

  /** Whether the notifier gets it as soon as it is queued. */
  public boolean isDue() {
    return hold == null && leftOut == null;
  }

  /** Whether there is anything left to do about its incident. */
  boolean isAnswerable() {
    return incidentId != null
        && !event.equals("incident.handed_over")
        && !content.incident().status().equals("RESOLVED");
  }
}
