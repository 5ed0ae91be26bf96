package dev.imas.core.maintenance;

import java.time.Instant;
import java.time.LocalDateTime;

/**
 * One time at which the work of a window is done.
 *
 * @param local its start by the wall clock of the window's zone, by which it is known
 */
record Occurrence(LocalDateTime local, Instant startsAt, Instant endsAt) {}
