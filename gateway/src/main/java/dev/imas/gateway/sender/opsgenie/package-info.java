/** Opsgenie's Alert API, version 2, as its clients post to it. */
@NullMarked
package dev.imas.gateway.sender.opsgenie;

import org.jspecify.annotations.NullMarked;
