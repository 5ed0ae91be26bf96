package dev.imas.gateway.commit;

import java.time.Duration;

/**
 * @param mostRows in one transaction; a body with more alerts is committed in several
 * @param longestWait a request may wait until its first part is sent; after that the outcome is
 *     waited for
 * @param reorderWindow after a recovery, in which a firing of the same or an older episode is late
 *     and not new
 * @param retriesOnConflict of a batch that lost a deadlock or a serialization race; it was rolled
 *     back, so nothing is counted twice
 * @param longestCommit after which the database counts as frozen: longer than its own statement
 *     time-out, which cancels what merely takes long, so that an answer is given up on only when
 *     none can be had
 */
public record CommitterConfig(
    int mostRows,
    Duration longestWait,
    Duration reorderWindow,
    int retriesOnConflict,
    Duration longestCommit) {}
