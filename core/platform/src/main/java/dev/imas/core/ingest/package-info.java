/** What the gateway and the database agree on: the columns of a batch. */
@NullMarked
package dev.imas.core.ingest;

import org.jspecify.annotations.NullMarked;
