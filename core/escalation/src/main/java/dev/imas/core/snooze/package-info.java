/** Snoozing: an acknowledgement that ends at a time that the person chose. */
@NullMarked
package dev.imas.core.snooze;

import org.jspecify.annotations.NullMarked;
