package dev.imas.core.presence;

import dev.imas.core.bus.PresenceReported;
import dev.imas.core.model.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page that somebody has open.
 *
 * @param page its own id, which it chose
 */
record Sighting(Place place, Person person, UUID page, PresenceState state) {

  /** An incident of a tenant. */
  record Place(TenantId tenant, UUID incident) {}

  /**
   * @param name in full; null if unknown
   */
  record Person(UUID id, String username, @Nullable String name) {}

  static Sighting of(PresenceReported told) {
    return new Sighting(
        new Place(new TenantId(told.tenant()), told.incident()),
        new Person(told.user(), told.username(), told.name().isEmpty() ? null : told.name()),
        told.page(),
        PresenceState.of(told.state()));
  }

  PresenceReported told(UUID from) {
    return new PresenceReported(
        from,
        place.tenant().value(),
        place.incident(),
        person.id(),
        page,
        state.number(),
        person.username(),
        person.name() == null ? "" : person.name());
  }
}
