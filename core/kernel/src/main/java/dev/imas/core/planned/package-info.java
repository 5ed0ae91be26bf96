/** When something is planned for: maintenance windows, freezes, meetings. */
@NullMarked
package dev.imas.core.planned;

import org.jspecify.annotations.NullMarked;
