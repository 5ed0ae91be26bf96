/** Upkeep of what grows: partitions made ahead and dropped, alerts expired. */
@NullMarked
package dev.imas.core.retention;

import org.jspecify.annotations.NullMarked;
