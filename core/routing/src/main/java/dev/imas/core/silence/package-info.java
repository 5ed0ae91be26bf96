/**
 * Silences: people have matching alerts hidden for a time. Which alerts are hidden is decided in
 * {@code hidden}; here is how silences are read and written.
 */
@NullMarked
package dev.imas.core.silence;

import org.jspecify.annotations.NullMarked;
