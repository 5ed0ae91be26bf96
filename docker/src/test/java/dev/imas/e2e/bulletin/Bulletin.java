package dev.imas.e2e.bulletin;

import java.time.Instant;
import java.util.UUID;

/**
 * What everybody should know for a while.
 *
 * @param endsAt when it goes by itself
 * @param incidents how many were opened since
 */
record Bulletin(UUID id, String text, Instant endsAt, int incidents) {}
