package dev.imas.core.incident;

import org.jspecify.annotations.Nullable;

/**
 * One step in an incident's life.
 *
 * @param incident as it is afterwards
 * @param entry of the timeline
 * @param event to tell people of, if any
 */
public record Step(Incident incident, TimelineEntry entry, @Nullable IncidentEvent event) {

  /** The same, but nobody is told: another step of the same change tells it. */
  public Step untold() {
    return new Step(incident, entry, null);
  }
}
