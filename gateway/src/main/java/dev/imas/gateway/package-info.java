/** The gateway role: alerts in, committed, answered. */
@NullMarked
package dev.imas.gateway;

import org.jspecify.annotations.NullMarked;
