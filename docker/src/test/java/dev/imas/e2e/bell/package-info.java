/** A channel that exists for {@link dev.imas.e2e.NewChannelIT} alone, made by the recipe. */
@NullMarked
package dev.imas.e2e.bell;

import org.jspecify.annotations.NullMarked;
