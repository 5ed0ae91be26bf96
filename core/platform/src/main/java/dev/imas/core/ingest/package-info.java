/** The interface between the gateway and the database: the columns of a batch. */
@NullMarked
package dev.imas.core.ingest;

import org.jspecify.annotations.NullMarked;
