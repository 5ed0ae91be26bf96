/**
 * Shared plumbing: configuration, database access, faults and problems, health and metrics, the
 * launcher.
 */
@NullMarked
package dev.imas.core.platform;

import org.jspecify.annotations.NullMarked;
