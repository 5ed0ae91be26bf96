/**
 * Our own launcher of the real PostgreSQL that comes packaged with the product: the first-minute
 * default, durable and supervised. Knows nothing of the schema.
 */
@NullMarked
package dev.imas.core.postgres;

import org.jspecify.annotations.NullMarked;
