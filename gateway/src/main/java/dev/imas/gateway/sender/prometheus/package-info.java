/** Prometheus, Alertmanager, and whoever speaks as they do. */
@NullMarked
package dev.imas.gateway.sender.prometheus;

import org.jspecify.annotations.NullMarked;
