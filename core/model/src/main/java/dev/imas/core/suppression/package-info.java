/**
 * What hides alerts: silences and inhibition, as in Alertmanager. Pure: which hide an alert, given
 * what fires and the time.
 */
@NullMarked
package dev.imas.core.suppression;

import org.jspecify.annotations.NullMarked;
