/**
 * Whether alerts are hidden: decided with each change of an alert, in the transaction that would
 * open or join an incident. Silences and rules of inhibition have packages of their own.
 */
@NullMarked
package dev.imas.core.suppressed;

import org.jspecify.annotations.NullMarked;
