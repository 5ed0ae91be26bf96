/**
 * Group commit: what arrives while a batch is in flight becomes the next batch. A request is
 * answered after COMMIT.
 */
@NullMarked
package dev.imas.gateway.commit;

import org.jspecify.annotations.NullMarked;
