/**
 * Turns state changes of alerts into incidents and pages. {@link IntakePlanner} decides, in plain
 * Java. The repository loads what it needs and writes what it decided, set by set. {@link Intake}
 * runs the loops.
 */
@NullMarked
package dev.imas.core.intake;

import org.jspecify.annotations.NullMarked;
