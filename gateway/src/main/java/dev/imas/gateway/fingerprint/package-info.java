/**
 * Computes the stable identity of an alert: the same alert of the same sender has the same
 * fingerprint, whatever else changes while it fires. Pure functions, which know no dialect.
 */
@NullMarked
package dev.imas.gateway.fingerprint;

import org.jspecify.annotations.NullMarked;
