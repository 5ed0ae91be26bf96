/**
 * Incidents that come back again and again. Such an incident stays open for a while after its last
 * alert has recovered, and nobody is called each time that one fires again.
 */
@NullMarked
package dev.imas.core.flapping;

import org.jspecify.annotations.NullMarked;
