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
 * @param isTest whether its incident is a test: it ends as if it had been sent, and is not
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
    @Nullable String leftOut,
    boolean isTest) {

  /** What a delivery of a test says of why it ended. */
  static final String TEST = "test: not sent";

  /** One that is sent at once, and is about no incident: whether that is a test must be said. */
  public NewDelivery(
      UUID id,
      String event,
      UUID receiverId,
      String channel,
      String address,
      Severity urgency,
      PageContent content) {
    this(
        id,
        null,
        0,
        event,
        receiverId,
        channel,
        address,
        urgency,
        content,
        false,
        null,
        null,
        false);
  }

  /** A test waits for nothing: it would come into a digest with what is real. */
  public NewDelivery held(Hold until) {
    return isTest ? this : kept(until, null);
  }

  public NewDelivery leftOut(String why) {
    return kept(null, why);
  }

  /** The same with a word for its receiver alone. */
  public NewDelivery noted(String note) {
    return new NewDelivery(
        id,
        incidentId,
        eventSeq,
        event,
        receiverId,
        channel,
        address,
        urgency,
        content.withNote(note),
        mayWait,
        hold,
        leftOut,
        isTest);
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
        why,
        isTest);
  }

  /** Whether the notifier gets it as soon as it is queued. */
  public boolean isDue() {
    return hold == null && leftOut == null && !isTest;
  }

  /** Whether there is anything left to do about its incident. */
  boolean isAnswerable() {
    return incidentId != null
        && !isTest
        && !event.equals("incident.handed_over")
        && !content.incident().status().equals("RESOLVED");
  }
}
