/** What was sent to a person, to be read in one place. */
@NullMarked
package dev.imas.core.inbox;

import org.jspecify.annotations.NullMarked;
