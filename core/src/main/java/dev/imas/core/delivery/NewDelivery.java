package dev.imas.core.delivery;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.util.UUID;

/**
 * One message to one receiver about one moment of an incident, not yet stored.
 *
 * @param eventSeq timeline seq of the moment; orders the incident's messages
 * @param urgency the incident's severity
 */
public record NewDelivery(
    UUID id,
    UUID incidentId,
    int eventSeq,
    String event,
    UUID receiverId,
    String channel,
    String address,
    Severity urgency,
    PageContent content) {}
