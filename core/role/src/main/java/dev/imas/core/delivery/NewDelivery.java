package dev.imas.core.delivery;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one receiver about one moment of an incident, not yet stored.
 *
 * @param incidentId null for a sample that tests a contact
 * @param eventSeq timeline seq of the moment; orders the incident's messages
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
    PageContent content) {}
