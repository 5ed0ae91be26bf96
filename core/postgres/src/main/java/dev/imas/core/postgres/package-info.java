/**
 * Starts and supervises the PostgreSQL that is packaged with IMAS. It is the default for a first
 * start, and durable. This package knows nothing of the schema.
 */
@NullMarked
package dev.imas.core.postgres;

import org.jspecify.annotations.NullMarked;
