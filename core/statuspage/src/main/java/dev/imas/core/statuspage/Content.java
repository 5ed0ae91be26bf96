package dev.imas.core.statuspage;

import dev.imas.core.statuspage.StatusView.ShownComponent;
import dev.imas.core.statuspage.StatusView.ShownIncident;
import dev.imas.core.statuspage.StatusView.ShownMaintenance;
import dev.imas.core.statuspage.StatusView.ShownUpdate;
import dev.imas.core.statuspage.Uptime.Measured;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a status page shows, whatever the time. Pure.
 *
 * @param components in the order of the page
 * @param measured of each component that is measured, what was found on which day
 * @param incidents open ones first, newest first
 * @param maintenance by its beginning
 */
record Content(
    String name,
    String description,
    List<StatusComponent> components,
    Map<UUID, Map<LocalDate, Measured>> measured,
    List<PublishedIncident> incidents,
    List<PublicMaintenance> maintenance) {

  Content {
    components = List.copyOf(components);
    measured = Map.copyOf(measured);
    incidents = List.copyOf(incidents);
    maintenance = List.copyOf(maintenance);
  }

  /**
   * What the public reads.
   *
   * @param now decides which maintenance is in progress
   * @param asOf when this was read
   */
  StatusView at(Instant now, Instant asOf) {
    List<ShownComponent> shown = new ArrayList<>();
    ComponentState worst = ComponentState.OPERATIONAL;
    for (StatusComponent component : components) {
      ComponentState state = stateOf(component, now);
      worst = worst.worse(state);
      shown.add(
          new ShownComponent(
              component.id(),
              component.name(),
              component.group(),
              component.description(),
              state.wireName(),
              uptimeOf(component, now)));
    }
    for (PublishedIncident incident : incidents) {
      if (isOpen(incident)) {
        worst = worst.worse(state(incident.impact()));
      }
    }
    return new StatusView(
        name,
        description,
        worst.wireName(),
        asOf,
        shown,
        incidents.stream().filter(Content::isOpen).map(Content::shown).toList(),
        maintenance.stream()
            .filter(m -> m.endsAt().isAfter(now))
            .sorted(Comparator.comparing(PublicMaintenance::startsAt))
            .map(m -> shown(m, now))
            .toList(),
        incidents.stream().filter(one -> !isOpen(one)).map(Content::shown).toList(),
        maintenance.stream()
            .filter(m -> !m.endsAt().isAfter(now))
            .sorted(Comparator.comparing(PublicMaintenance::endsAt).reversed())
            .map(m -> shown(m, now))
            .toList());
  }

  /** The worst of what a person set, open incidents, and maintenance in progress. */
  private ComponentState stateOf(StatusComponent component, Instant now) {
    ComponentState state = state(component.state());
    for (PublishedIncident incident : incidents) {
      if (isOpen(incident) && concerns(incident.components(), component.id())) {
        state = state.worse(state(incident.impact()));
      }
    }
    for (PublicMaintenance one : maintenance) {
      if (isNow(one, now) && concerns(one.components(), component.id())) {
        state = state.worse(ComponentState.MAINTENANCE);
      }
    }
    return state;
  }

  private @Nullable Uptime uptimeOf(StatusComponent component, Instant now) {
    Map<LocalDate, Measured> days = measured.get(component.id());
    return days == null ? null : Uptime.of(days, now);
  }

  private static boolean isOpen(PublishedIncident incident) {
    return incident.resolvedAt() == null;
  }

  private static boolean isNow(PublicMaintenance one, Instant now) {
    return !one.startsAt().isAfter(now) && one.endsAt().isAfter(now);
  }

  private static boolean concerns(List<StatusComponent.Named> components, UUID component) {
    return components.stream().anyMatch(named -> named.id().equals(component));
  }

  private static ComponentState state(String wireName) {
    return ComponentState.named(wireName).orElse(ComponentState.OPERATIONAL);
  }

  private static ShownIncident shown(PublishedIncident one) {
    return new ShownIncident(
        one.id(),
        one.title(),
        one.impact(),
        one.state(),
        names(one.components()),
        one.startedAt(),
        one.resolvedAt(),
        one.updates().reversed().stream()
            .map(u -> new ShownUpdate(u.state(), u.message(), u.at()))
            .toList());
  }

  private static ShownMaintenance shown(PublicMaintenance one, Instant now) {
    return new ShownMaintenance(
        one.id(),
        one.title(),
        one.message(),
        isNow(one, now),
        names(one.components()),
        one.startsAt(),
        one.endsAt(),
        one.updatedAt());
  }

  private static List<String> names(List<StatusComponent.Named> components) {
    return components.stream().map(StatusComponent.Named::name).toList();
  }
}
