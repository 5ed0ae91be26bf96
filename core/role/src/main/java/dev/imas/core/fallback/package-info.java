/**
 * When a page cannot be sent: follows what became of deliveries, and decides who is told instead.
 * The notifier reports as rows and decides nothing; the decision is pure.
 */
@NullMarked
package dev.imas.core.fallback;

import org.jspecify.annotations.NullMarked;
