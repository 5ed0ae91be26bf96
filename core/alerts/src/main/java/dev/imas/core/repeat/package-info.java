/** Repeats of alerts: how often each was repeated, by quarters of an hour. */
@NullMarked
package dev.imas.core.repeat;

import org.jspecify.annotations.NullMarked;
