/** Rates that several processes share. */
@NullMarked
package dev.imas.core.limit;

import org.jspecify.annotations.NullMarked;
