/** How much of what the gateway committed is still waiting for core. */
@NullMarked
package dev.imas.gateway.backlog;

import org.jspecify.annotations.NullMarked;
