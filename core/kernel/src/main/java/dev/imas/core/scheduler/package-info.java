/** Durable timers: claimed, run and ended. This package knows nothing of what they run. */
@NullMarked
package dev.imas.core.scheduler;

import org.jspecify.annotations.NullMarked;
