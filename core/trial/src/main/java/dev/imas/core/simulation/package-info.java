/** Time travel of rules: what was received is routed and grouped again, by other rules. */
@NullMarked
package dev.imas.core.simulation;

import org.jspecify.annotations.NullMarked;
