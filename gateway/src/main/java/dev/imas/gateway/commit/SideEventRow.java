package dev.imas.gateway.commit;

import dev.imas.gateway.decode.SideEvent;
import java.util.UUID;

/**
 * A side event to be stored.
 *
 * @param count how many events of the body it stands for: one, but for what exceeds the number that
 *     is kept of a body
 */
public record SideEventRow(UUID id, SideEvent event, int count) {}
