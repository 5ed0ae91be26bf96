/**
 * The chain that seals the audit: how an entry becomes a leaf, how links follow each other, and
 * what a signed checkpoint says. Core seals with it, and {@code imas audit verify} checks with it.
 * Pure.
 */
@NullMarked
package dev.imas.core.chain;

import org.jspecify.annotations.NullMarked;
