package dev.imas.core.delivery;

import java.time.Instant;

/**
 * Until when a message is held, and for what.
 *
 * @param why {@code grouped}, {@code daily}, {@code weekly} or {@code quiet_hours}
 */
public record Hold(Instant until, String why) {}
