/**
 * Shared infrastructure: configuration, database access, faults and problems, HTTP ports, health
 * and metrics.
 */
@NullMarked
package dev.imas.core.platform;

import org.jspecify.annotations.NullMarked;
