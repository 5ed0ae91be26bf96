/** Reads iCalendars (RFC 5545): events, zones and recurrences, within bounds. Pure. */
@NullMarked
package dev.imas.core.ical;

import org.jspecify.annotations.NullMarked;
