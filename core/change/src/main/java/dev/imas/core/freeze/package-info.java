/** Freezes: times at which nothing is to be deployed. */
@NullMarked
package dev.imas.core.freeze;

import org.jspecify.annotations.NullMarked;
