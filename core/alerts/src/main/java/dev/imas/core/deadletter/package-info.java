/** Dead letters: what could not be read is kept with its bytes, shown, and replayed. */
@NullMarked
package dev.imas.core.deadletter;

import org.jspecify.annotations.NullMarked;
