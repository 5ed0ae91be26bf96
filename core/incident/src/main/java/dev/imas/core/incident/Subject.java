package dev.imas.core.incident;

import dev.imas.core.incident.Incident.Origin;
import dev.imas.core.model.ShownText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The identity of an incident. A person may correct title, description and service; the rest never
 * changes.
 *
 * @param shortId {@code INC-7F3KX}, unique per tenant
 * @param groupKey at most one open incident of a tenant has it; null if it gathers no alerts
 * @param createdBy a token's name, or "system"
 * @param previousId the resolved incident of the same group before this one
 */
public record Subject(
    UUID id,
    String shortId,
    String title,
    String description,
    UUID serviceId,
    Origin origin,
    @Nullable String groupKey,
    String createdBy,
    @Nullable UUID previousId) {

  public Subject {
    // Whatever door they come through: a sender, the API, a form in a chat.
    title = ShownText.of(title);
    description = ShownText.of(description);
  }

  Subject corrected(String newTitle, String newDescription, UUID newService) {
    return new Subject(
        id, shortId, newTitle, newDescription, newService, origin, groupKey, createdBy, previousId);
  }
}
