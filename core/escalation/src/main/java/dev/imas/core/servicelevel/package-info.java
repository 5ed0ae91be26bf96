/**
 * Service levels of incidents: what a tenant promises, the clocks that measure it, what happens
 * when half of the time is used up and when it is over, and holds. The counting itself is in {@link
 * dev.imas.core.sla}.
 */
@NullMarked
package dev.imas.core.servicelevel;

import org.jspecify.annotations.NullMarked;
