/**
 * The matching engine: which service, severity and group an alert gets, and why. Pure: no clock, no
 * database, no event loop. The gateway calls it for every alert; simulation and explanations call
 * it for stored ones.
 */
@NullMarked
package dev.imas.core.rule;

import org.jspecify.annotations.NullMarked;
