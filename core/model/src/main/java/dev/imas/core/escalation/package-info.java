/**
 * Escalation policies: whom to tell about an incident, and whom next while nobody acknowledges it.
 * Pure: no clock, no database.
 */
@NullMarked
package dev.imas.core.escalation;

import org.jspecify.annotations.NullMarked;
