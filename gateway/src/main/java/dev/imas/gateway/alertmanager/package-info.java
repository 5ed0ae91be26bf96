/** The reading side of Alertmanager's API v2, for amtool, Grafana and karma. */
@NullMarked
package dev.imas.gateway.alertmanager;

import org.jspecify.annotations.NullMarked;
