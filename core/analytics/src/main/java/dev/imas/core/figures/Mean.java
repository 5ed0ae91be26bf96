package dev.imas.core.figures;

import org.jspecify.annotations.Nullable;

/**
 * How long something took on average, in whole seconds.
 *
 * @param incidents for how many it has happened
 * @param meanSeconds null without any
 */
record Mean(long incidents, @Nullable Long meanSeconds) {}
