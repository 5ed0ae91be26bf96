/** Claims due deliveries with a lease, a bounded number in flight. */
@NullMarked
package dev.imas.notifier.intake;

import org.jspecify.annotations.NullMarked;
