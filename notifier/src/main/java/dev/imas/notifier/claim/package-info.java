/** Claims due deliveries with a lease, and a bounded number in flight. */
@NullMarked
package dev.imas.notifier.claim;

import org.jspecify.annotations.NullMarked;
