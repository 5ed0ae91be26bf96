/** Uptime Kuma's webhooks. */
@NullMarked
package dev.imas.gateway.sender.uptimekuma;

import org.jspecify.annotations.NullMarked;
