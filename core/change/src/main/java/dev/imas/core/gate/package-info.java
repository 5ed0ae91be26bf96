/**
 * The gate: whether a deployment may start now, why, and what would help. What decides is a pure
 * function of the question and of what is known, so that each answer can be computed again.
 */
@NullMarked
package dev.imas.core.gate;

import org.jspecify.annotations.NullMarked;
