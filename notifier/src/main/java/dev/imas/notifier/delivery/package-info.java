/** One delivery's life: attempts, backoff, dead letter. */
@NullMarked
package dev.imas.notifier.delivery;

import org.jspecify.annotations.NullMarked;
