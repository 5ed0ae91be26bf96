/**
 * From state changes of alerts to incidents and pages. {@link IntakePlanner} decides, in plain
 * Java; the repository loads what it needs and writes what it decided, set by set; {@link Intake}
 * keeps it going.
 */
@NullMarked
package dev.imas.core.intake;

import org.jspecify.annotations.NullMarked;
