/** Reads the configuration of other systems as documents of ours: pure. */
@NullMarked
package dev.imas.core.imports;

import org.jspecify.annotations.NullMarked;
