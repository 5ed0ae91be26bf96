/**
 * Legal duties to report an incident to an authority: what laws demand, as dated templates, and
 * when each report is due by the facts of an incident. Pure: no clock of a machine, no database.
 */
@NullMarked
package dev.imas.core.regime;

import org.jspecify.annotations.NullMarked;
