/**
 * Escalation of incidents: which policy one follows, whom its steps tell, and when the next one is
 * due. A run is started, taken further and ended in the transaction of the change that causes it.
 */
@NullMarked
package dev.imas.core.escalation;

import org.jspecify.annotations.NullMarked;
