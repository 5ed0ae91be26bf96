/**
 * Senders that are written down as profiles: those that IMAS ships, and those of a source's own. A
 * profile is compiled once; then a body is read in one pass.
 */
@NullMarked
package dev.imas.gateway.sender.profile;

import org.jspecify.annotations.NullMarked;
