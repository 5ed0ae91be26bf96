/**
 * Tells core which channels this process has, so that contacts can be checked when they are
 * created.
 */
@NullMarked
package dev.imas.notifier.offer;

import org.jspecify.annotations.NullMarked;
