/** Asks vendors that are paid in advance how much is left. */
@NullMarked
package dev.imas.notifier.credit;

import org.jspecify.annotations.NullMarked;
