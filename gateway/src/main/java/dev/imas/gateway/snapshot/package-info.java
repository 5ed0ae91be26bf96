/**
 * What the gateway holds of sources, services and rules, immutable and swapped whole when
 * PostgreSQL says so.
 */
@NullMarked
package dev.imas.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
