package dev.imas.core.statuspage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A status page as the public reads it. Its JSON is public: no member may come from an alert, or
 * say who wrote something.
 *
 * @param state the worst of all components and open incidents
 * @param asOf when this was read from the database
 * @param components in the order of the page
 * @param incidents open ones, newest first
 * @param maintenance in progress and ahead, by its beginning
 * @param past resolved incidents, newest first
 * @param pastMaintenance what has ended, newest first
 */
record StatusView(
    String name,
    String description,
    String state,
    Instant asOf,
    List<ShownComponent> components,
    List<ShownIncident> incidents,
    List<ShownMaintenance> maintenance,
    List<ShownIncident> past,
    List<ShownMaintenance> pastMaintenance) {

  StatusView {
    components = List.copyOf(components);
    incidents = List.copyOf(incidents);
    maintenance = List.copyOf(maintenance);
    past = List.copyOf(past);
    pastMaintenance = List.copyOf(pastMaintenance);
  }

  /**
   * @param uptime null if it is not measured
   */
  record ShownComponent(
      UUID id,
      String name,
      String group,
      String description,
      String state,
      @Nullable Uptime uptime) {}

  /**
   * @param components names
   * @param updates newest first
   */
  record ShownIncident(
      UUID id,
      String title,
      String impact,
      String state,
      List<String> components,
      Instant startedAt,
      @Nullable Instant resolvedAt,
      List<ShownUpdate> updates) {

    ShownIncident {
      components = List.copyOf(components);
      updates = List.copyOf(updates);
    }
  }

  record ShownUpdate(String state, String message, Instant at) {}

  /**
   * @param components names
   */
  record ShownMaintenance(
      UUID id,
      String title,
      String message,
      boolean isInProgress,
      List<String> components,
      Instant startsAt,
      Instant endsAt,
      Instant updatedAt) {

    ShownMaintenance {
      components = List.copyOf(components);
    }
  }
}
