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
 * @param retryWithin of a batch's first try: what still fails then is answered, since its senders
 *     wait
 */
public record CommitterConfig(
    int mostRows,
    Duration longestWait,
    Duration reorderWindow,
    int retriesOnConflict,
    Duration retryWithin) {}
