/** Migrates the database to this version's tables and functions. */
@NullMarked
package dev.imas.core.schema;

import org.jspecify.annotations.NullMarked;
