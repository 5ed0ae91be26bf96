/** Requests that come again with their Idempotency-Key: their answers are kept for a day. */
@NullMarked
package dev.imas.core.idempotency;

import org.jspecify.annotations.NullMarked;
