/** Carries out what core asks for incidents' rooms, in a lane of its own beside deliveries. */
@NullMarked
package dev.imas.notifier.room;

import org.jspecify.annotations.NullMarked;
