/**
 * The fallback when a page cannot be sent: it processes outcomes of deliveries, and decides who is
 * told instead. The notifier only writes outcomes as rows. The decision is pure.
 */
@NullMarked
package dev.imas.core.fallback;

import org.jspecify.annotations.NullMarked;
