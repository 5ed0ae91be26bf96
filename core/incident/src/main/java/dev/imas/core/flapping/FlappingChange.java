package dev.imas.core.flapping;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an incident that came back, or that flaps and of which nothing fires any more.
 *
 * @param holdDown it resolves if nothing fires for that long; null if an alert fires, or it is over
 */
public record FlappingChange(UUID incident, Flapping after, @Nullable Duration holdDown) {}
