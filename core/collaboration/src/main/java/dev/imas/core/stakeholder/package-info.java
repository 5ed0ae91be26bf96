/**
 * What stakeholders of an incident are told, and when they were promised the next update (C67).
 * Stakeholders are all who were notified of it, the recipients of its impact scopes among them.
 */
@NullMarked
package dev.imas.core.stakeholder;

import org.jspecify.annotations.NullMarked;
