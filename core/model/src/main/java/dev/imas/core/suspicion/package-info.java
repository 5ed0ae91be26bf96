/**
 * How suspect a change is of having caused an incident: a sum of points, each with its reason.
 * Pure.
 */
@NullMarked
package dev.imas.core.suspicion;

import org.jspecify.annotations.NullMarked;
