/**
 * The shared vocabulary: ids, labels, severity, fingerprint. Plain values. This package imports no
 * other package of IMAS.
 */
@NullMarked
package dev.imas.core.model;

import org.jspecify.annotations.NullMarked;
