/** Who looks at an incident at this moment: in memory alone, and told between processes. */
@NullMarked
package dev.imas.core.presence;

import org.jspecify.annotations.NullMarked;
