/** How much each receiver may be sent at the moment. Pure: the time is an argument. */
@NullMarked
package dev.imas.notifier.throttle;

import org.jspecify.annotations.NullMarked;
