/**
 * Who is on call, when, and why: layers of rotations, overrides and absences become shifts. Pure:
 * no clock, no database. Everything works on half-open intervals of instants; local times become
 * instants once, at the hand-overs and at the edges of restricted hours. Where a zone skips a local
 * time, the time after the gap counts; where it repeats one, the first of the two.
 */
@NullMarked
package dev.imas.core.oncall;

import org.jspecify.annotations.NullMarked;
