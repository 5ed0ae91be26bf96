/** Messages about something other than an incident, sent as deliveries like every other. */
@NullMarked
package dev.imas.core.notice;

import org.jspecify.annotations.NullMarked;
