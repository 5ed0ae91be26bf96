/**
 * Heartbeats: what must be heard regularly, and opens an incident when it falls silent (ADR 86).
 */
@NullMarked
package dev.imas.core.heartbeat;

import org.jspecify.annotations.NullMarked;
