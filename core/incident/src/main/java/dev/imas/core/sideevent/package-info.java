/** Side events: what was posted and is no alert, as people read it. */
@NullMarked
package dev.imas.core.sideevent;

import org.jspecify.annotations.NullMarked;
