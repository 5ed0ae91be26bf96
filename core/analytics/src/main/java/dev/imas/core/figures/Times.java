package dev.imas.core.figures;

import org.jspecify.annotations.Nullable;

/**
 * How long something took, over the incidents for which it has happened, in whole seconds. Without
 * any, only their number is there.
 *
 * @param incidents for how many it has happened
 * @param p50Seconds half of them took no longer; null for fewer than {@value Distribution#FEWEST}
 * @param p90Seconds nine in ten took no longer; null where the former is
 */
record Times(
    long incidents,
    @Nullable Long p50Seconds,
    @Nullable Long p90Seconds,
    @Nullable Long meanSeconds) {}
