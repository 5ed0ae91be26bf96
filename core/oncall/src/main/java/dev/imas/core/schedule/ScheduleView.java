package dev.imas.core.schedule;

import dev.imas.core.http.Versioned;
import dev.imas.core.oncall.Layer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * A schedule with its version of now.
 *
 * @param zone of layers that name none
 */
record ScheduleView(
    UUID id,
    UUID team,
    String teamName,
    String name,
    String description,
    ZoneId zone,
    List<Layer> layers,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {}
