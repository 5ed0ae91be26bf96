/** Explains why an alert was routed as it was. */
@NullMarked
package dev.imas.core.explain;

import org.jspecify.annotations.NullMarked;
