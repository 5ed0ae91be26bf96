/**
 * Named time intervals, which rules name to tell of their alerts at some times alone. Which alerts
 * are hidden is decided in {@code hidden}; here is how the intervals are read and written.
 */
@NullMarked
package dev.imas.core.timeinterval;

import org.jspecify.annotations.NullMarked;
