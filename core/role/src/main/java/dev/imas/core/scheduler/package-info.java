/** Durable timers: claimed with a lease, run, finished. Ignorant of what they run. */
@NullMarked
package dev.imas.core.scheduler;

import org.jspecify.annotations.NullMarked;
