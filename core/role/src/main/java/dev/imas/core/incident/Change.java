package dev.imas.core.incident;

import org.jspecify.annotations.Nullable;

/**
 * What one step in an incident's life comes to; all of it is written in one transaction.
 *
 * @param incident as it is afterwards
 * @param entry of the timeline
 * @param event to tell people of, if any
 */
public record Change(Incident incident, TimelineEntry entry, @Nullable IncidentEvent event) {}
