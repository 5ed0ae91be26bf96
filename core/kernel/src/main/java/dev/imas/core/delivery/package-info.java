/**
 * Deliveries: written in the transaction of the change that caused them, read and replayed by
 * operators.
 */
@NullMarked
package dev.imas.core.delivery;

import org.jspecify.annotations.NullMarked;
