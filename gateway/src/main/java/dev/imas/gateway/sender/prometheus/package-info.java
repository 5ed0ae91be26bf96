/** Prometheus, Alertmanager, and other senders with their formats. */
@NullMarked
package dev.imas.gateway.sender.prometheus;

import org.jspecify.annotations.NullMarked;
