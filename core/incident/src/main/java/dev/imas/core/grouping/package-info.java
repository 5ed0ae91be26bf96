/** Incidents whose first word waits for the rest of their group, where a rule says so. */
@NullMarked
package dev.imas.core.grouping;

import org.jspecify.annotations.NullMarked;
