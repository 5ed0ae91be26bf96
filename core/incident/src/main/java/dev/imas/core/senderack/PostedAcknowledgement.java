package dev.imas.core.senderack;

import java.time.Instant;
import java.util.UUID;

/**
 * An acknowledgement, or its end, as a sender posted it.
 *
 * @param source the name of the source; empty if it is gone
 * @param author whom the sender names; may be empty
 * @param withdraws whether it takes an acknowledgement back
 */
record PostedAcknowledgement(
    UUID id, UUID fingerprint, String source, String author, Instant receivedAt, boolean withdraws)
    implements SenderPost {}
