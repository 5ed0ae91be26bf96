/** Reminds teams of incidents that nobody acknowledges and that no escalation follows. */
@NullMarked
package dev.imas.core.reminder;

import org.jspecify.annotations.NullMarked;
