/** PagerDuty's Events API, versions 1 and 2. */
@NullMarked
package dev.imas.gateway.sender.pagerduty;

import org.jspecify.annotations.NullMarked;
