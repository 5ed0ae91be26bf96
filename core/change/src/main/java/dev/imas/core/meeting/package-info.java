/** Meetings of teams: series with changes of single times, participants, reminders. */
@NullMarked
package dev.imas.core.meeting;

import org.jspecify.annotations.NullMarked;
