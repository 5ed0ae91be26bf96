/**
 * The words of messages, for whoever sends or previews them: templates, those that are shipped, and
 * what they are filled with. Pure: no Vert.x, no SQL, no clock.
 */
@NullMarked
package dev.imas.core.wording;

import org.jspecify.annotations.NullMarked;
