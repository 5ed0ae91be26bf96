package dev.imas.core.subscriber;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to be mailed what the page tells.
 *
 * @param language of the page on which they asked: {@code en} or {@code fr}
 * @param confirmedAt null until they have opened the link in the mail; until then they are told
 *     nothing
 * @param refusals how many mails in a row the receiver's server has refused
 */
record Subscriber(
    UUID id,
    String email,
    String language,
    @Nullable Instant confirmedAt,
    int refusals,
    Instant createdAt) {}
