package dev.imas.core.oncall;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A temporary replacement, which wins over the rotations for its time. Of several the newest wins;
 * of those made at the same instant, the one with the greatest id.
 *
 * @param made when it was entered
 * @param level whom it replaces: those on call at that level
 * @param instead the one person who is replaced; empty if it replaces all of the level
 * @param person who is on call instead
 */
public record ShiftOverride(
    UUID id, Instant made, int level, Interval when, Optional<UUID> instead, UUID person) {}
