/** {@code /sources/{id}/bodies}: what a source has posted in the last day (ADR 101). */
@NullMarked
package dev.imas.core.recent;

import org.jspecify.annotations.NullMarked;
