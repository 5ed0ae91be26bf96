package dev.imas.gateway.commit;

import java.time.Duration;

/**
 * @param mostRows in one transaction; a body with more alerts is committed in several
 * @param longestWait how long a request may wait until its first part is sent; after that it waits
 *     for the outcome
 * @param reorderWindow after a recovery, in which a firing of the same or an older episode counts
 *     as late and not as new
 * @param retriesOnConflict of a batch that was rolled back by a deadlock or a serialization
 *     failure, so nothing is counted twice
 * @param retryWithin of a batch's first try; a batch that still fails then is answered, since its
 *     senders wait
 */
public record CommitterConfig(
    int mostRows,
    Duration longestWait,
    Duration reorderWindow,
    int retriesOnConflict,
    Duration retryWithin) {}
