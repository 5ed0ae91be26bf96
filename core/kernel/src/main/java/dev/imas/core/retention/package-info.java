/**
 * Retention and sweeps: partitions created and dropped, old rows purged, alerts ended without a
 * post.
 */
@NullMarked
package dev.imas.core.retention;

import org.jspecify.annotations.NullMarked;
