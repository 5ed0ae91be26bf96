/** What could not be read: kept with its bytes, looked at, and posted again. */
@NullMarked
package dev.imas.core.deadletter;

import org.jspecify.annotations.NullMarked;
