/** Datadog's webhooks. */
@NullMarked
package dev.imas.gateway.sender.datadog;

import org.jspecify.annotations.NullMarked;
