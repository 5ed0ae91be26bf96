/**
 * Computes the stable identity of an alert: the same alert of the same sender gives the same
 * fingerprint, whatever else changes while it fires. Pure functions; no dialect is known here.
 */
@NullMarked
package dev.imas.gateway.fingerprint;

import org.jspecify.annotations.NullMarked;
