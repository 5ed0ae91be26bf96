/** Shifts as calendar feeds (RFC 5545), each at a secret address that can be revoked. */
@NullMarked
package dev.imas.core.feeds;

import org.jspecify.annotations.NullMarked;
