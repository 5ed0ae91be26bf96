/** Lookup tables: what people upload, and rules set labels from. */
@NullMarked
package dev.imas.core.lookup;

import org.jspecify.annotations.NullMarked;
