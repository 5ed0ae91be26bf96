/**
 * {@code imas storm}: posts alerts at a rate or as fast as they are answered, measures the answers,
 * and compares what IMAS stored with what it sent.
 */
@NullMarked
package dev.imas.core.load;

import org.jspecify.annotations.NullMarked;
