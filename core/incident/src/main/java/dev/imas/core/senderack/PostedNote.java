package dev.imas.core.senderack;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody wrote about an alert where it comes from.
 *
 * @param id of the side event
 * @param source the name of the source; empty if it is gone
 * @param author whom the sender names; may be empty
 */
record PostedNote(
    UUID id, UUID fingerprint, String source, String author, String text, Instant receivedAt)
    implements SenderPost {}
