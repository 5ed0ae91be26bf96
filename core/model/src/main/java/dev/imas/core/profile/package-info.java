/**
 * Sender profiles: how the bodies of a sender are read, written down as data. Checked by core when
 * it is stored, compiled by the gateway. Pure.
 */
@NullMarked
package dev.imas.core.profile;

import org.jspecify.annotations.NullMarked;
