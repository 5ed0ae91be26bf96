/**
 * Operational figures of incidents and alerts: how many, how soon they were taken and resolved,
 * when they come, and how noisy they are.
 */
@NullMarked
package dev.imas.core.figures;

import org.jspecify.annotations.NullMarked;
