/**
 * The shared vocabulary: ids, labels, severity, fingerprint. Plain values; imports nothing of ours.
 */
@NullMarked
package dev.imas.core.model;

import org.jspecify.annotations.NullMarked;
