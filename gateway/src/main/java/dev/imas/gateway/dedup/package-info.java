/**
 * A bounded cache of alerts that fire unchanged. It is only a hint: the ingest statement checks
 * every row against the database.
 */
@NullMarked
package dev.imas.gateway.dedup;

import org.jspecify.annotations.NullMarked;
