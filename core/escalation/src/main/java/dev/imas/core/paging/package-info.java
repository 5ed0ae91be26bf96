/**
 * Which people incidents page, step by step until somebody acknowledges: runs of escalation
 * policies, and why somebody was or was not paged. A run is started, taken further and ended in the
 * transaction of the change that causes it.
 */
@NullMarked
package dev.imas.core.paging;

import org.jspecify.annotations.NullMarked;
