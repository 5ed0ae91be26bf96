/**
 * What a sender is, and a package below for each. Pure: no Vert.x, no SQL, no clock. No sender uses
 * another.
 */
@NullMarked
package dev.imas.gateway.sender;

import org.jspecify.annotations.NullMarked;
