/**
 * Planned work: windows, their occurrences, and the silences that are made of these ahead of time.
 * What a silence hides is decided by {@code dev.imas.core.suppression}.
 */
@NullMarked
package dev.imas.core.maintenance;

import org.jspecify.annotations.NullMarked;
