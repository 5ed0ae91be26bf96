/** How much of what the gateway committed still waits for core. */
@NullMarked
package dev.imas.gateway.backlog;

import org.jspecify.annotations.NullMarked;
