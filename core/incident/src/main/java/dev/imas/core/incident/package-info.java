/**
 * Incidents: the state machine, the timeline, who is told what, their storage and their API. The
 * domain types are plain Java; SQL is in the repositories, HTTP in the routes.
 */
@NullMarked
package dev.imas.core.incident;

import org.jspecify.annotations.NullMarked;
