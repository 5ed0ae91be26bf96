/**
 * Service levels of incidents: calendars of business hours, and the clocks that count within them.
 * Pure: no clock of a machine, no database. Opening hours become instants day by day, and
 * everything after that works on half-open intervals of instants.
 */
@NullMarked
package dev.imas.core.sla;

import org.jspecify.annotations.NullMarked;
