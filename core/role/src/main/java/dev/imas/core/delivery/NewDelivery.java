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
    PageContent content) {

  /** Whether there is anything left to do about its incident. */
  boolean isAnswerable() {
    return incidentId != null
        && !event.equals("incident.handed_over")
        && !content.incident().status().equals("RESOLVED");
  }
}
