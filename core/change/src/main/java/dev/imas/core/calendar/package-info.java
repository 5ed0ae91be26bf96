/** The calendar: what is planned, of every feature that plans something, in one list. */
@NullMarked
package dev.imas.core.calendar;

import org.jspecify.annotations.NullMarked;
