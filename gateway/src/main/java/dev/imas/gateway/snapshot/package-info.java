/**
 * What the gateway holds of sources, services and rules. It is immutable, and replaced as a whole
 * when PostgreSQL notifies a change.
 */
@NullMarked
package dev.imas.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
