/**
 * Inhibit rules: while an alert fires, others are hidden. Which alerts are hidden is decided in
 * {@code hidden}; here is how the rules are read and written.
 */
@NullMarked
package dev.imas.core.inhibition;

import org.jspecify.annotations.NullMarked;
