/**
 * Legal duties of incidents: a duty has stages, each of which is due by the facts of its incident
 * and ends by proof alone. IMAS reminds people, and submits nothing.
 */
@NullMarked
package dev.imas.core.obligation;

import org.jspecify.annotations.NullMarked;
