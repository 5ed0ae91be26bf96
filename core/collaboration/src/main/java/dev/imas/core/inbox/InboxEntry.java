package dev.imas.core.inbox;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to a person, as it is in their inbox.
 *
 * @param event such as {@code incident.triggered} or {@code notice.schedule}
 * @param title of the incident when it was written, or of the notice
 * @param text more of it; null if there is none
 * @param note why this person was told; null if there is nothing to say
 * @param incident which it is about, as it is now; null for a notice
 * @param path of what a notice is about, below the public address; null if there is none
 * @param readAt null while it is unread
 */
record InboxEntry(
    UUID id,
    Instant at,
    String event,
    Severity severity,
    String title,
    @Nullable String text,
    @Nullable String note,
    @Nullable Incident incident,
    @Nullable String path,
    @Nullable Instant readAt) {

  record Incident(UUID id, String shortId, String status) {}
}
