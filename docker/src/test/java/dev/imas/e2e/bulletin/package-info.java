/** Bulletins: a feature that {@code NewFeatureIT} adds to core, as the documents' recipe says. */
@NullMarked
package dev.imas.e2e.bulletin;

import org.jspecify.annotations.NullMarked;
