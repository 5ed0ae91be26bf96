package dev.imas.core.simulation;

import dev.imas.core.model.Labels;
import dev.imas.core.paging.PastEscalations.About;
import java.time.Instant;

/**
 * An escalation of a replay that is over: nobody acknowledges, so it went on until its incident
 * ended, was called anew, or the replay ended.
 *
 * @param audience of its incident
 * @param labels of the alert that opened it; none if they are not known
 */
record ReplayedEscalation(
    About about, Labels labels, Instant start, Instant end, Audience audience) {}
