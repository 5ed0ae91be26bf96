/** A sender that exists for {@link dev.imas.e2e.NewSenderIT} alone, made by the recipe. */
@NullMarked
package dev.imas.e2e.smoke;

import org.jspecify.annotations.NullMarked;
