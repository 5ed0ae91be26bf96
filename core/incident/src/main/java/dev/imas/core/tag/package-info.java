/** Tags: words by which people find incidents again, given by hand, by rules and by patterns. */
@NullMarked
package dev.imas.core.tag;

import org.jspecify.annotations.NullMarked;
