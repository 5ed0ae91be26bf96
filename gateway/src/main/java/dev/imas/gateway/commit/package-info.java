/**
 * Group commit: what arrives while a batch is in flight becomes the next batch; a request is
 * answered after COMMIT.
 */
@NullMarked
package dev.imas.gateway.commit;

import org.jspecify.annotations.NullMarked;
