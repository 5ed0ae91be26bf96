/** Incidents in PagerDuty that follow ours. */
@NullMarked
package dev.imas.notifier.channel.pagerduty;

import org.jspecify.annotations.NullMarked;
