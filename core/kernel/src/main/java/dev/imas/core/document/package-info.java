/** What a feature says of its part of the configuration as documents ({@code imas apply}). */
@NullMarked
package dev.imas.core.document;

import org.jspecify.annotations.NullMarked;
