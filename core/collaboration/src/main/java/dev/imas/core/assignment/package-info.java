/**
 * Who has which part in the work on an incident: its commander, who is its lead, and who works on
 * it, informs others and takes the minutes (C66). Each part is held by one person.
 */
@NullMarked
package dev.imas.core.assignment;

import org.jspecify.annotations.NullMarked;
