/** Alerts in Opsgenie that follow our incidents. */
@NullMarked
package dev.imas.notifier.channel.opsgenie;

import org.jspecify.annotations.NullMarked;
