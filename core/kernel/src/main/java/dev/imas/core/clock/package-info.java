/** Tells people of processes whose clock is wrong. */
@NullMarked
package dev.imas.core.clock;

import org.jspecify.annotations.NullMarked;
