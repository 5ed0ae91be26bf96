/**
 * Escalation policies: their versions as rows, the API that makes them, which one an incident
 * begins with, and whom a step tells at a time. What they mean is in {@link
 * dev.imas.core.escalation}.
 */
@NullMarked
package dev.imas.core.policy;

import org.jspecify.annotations.NullMarked;
