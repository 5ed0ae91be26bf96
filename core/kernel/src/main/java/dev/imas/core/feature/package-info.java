/** What a feature of core is, and what it is built from. */
@NullMarked
package dev.imas.core.feature;

import org.jspecify.annotations.NullMarked;
