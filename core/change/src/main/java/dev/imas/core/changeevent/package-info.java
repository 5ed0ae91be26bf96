/** What happened to planned changes and to attempts at them, for those outside who want to know. */
@NullMarked
package dev.imas.core.changeevent;

import org.jspecify.annotations.NullMarked;
