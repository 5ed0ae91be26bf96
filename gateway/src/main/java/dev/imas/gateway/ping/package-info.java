/** Takes the pings of heartbeats (ADR 86). */
@NullMarked
package dev.imas.gateway.ping;

import org.jspecify.annotations.NullMarked;
