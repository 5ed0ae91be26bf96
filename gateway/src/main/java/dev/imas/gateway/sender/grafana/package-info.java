/** Grafana's own webhooks. */
@NullMarked
package dev.imas.gateway.sender.grafana;

import org.jspecify.annotations.NullMarked;
