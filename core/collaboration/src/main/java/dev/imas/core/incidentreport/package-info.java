/**
 * What happened in an incident, on one page for people who do not use IMAS (MNT-09). What is not
 * known is blank.
 */
@NullMarked
package dev.imas.core.incidentreport;

import org.jspecify.annotations.NullMarked;
