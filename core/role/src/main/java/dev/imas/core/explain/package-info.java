/** Why an alert went where it went. */
@NullMarked
package dev.imas.core.explain;

import org.jspecify.annotations.NullMarked;
