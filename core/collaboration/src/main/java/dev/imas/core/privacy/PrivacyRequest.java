package dev.imas.core.privacy;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request of somebody about their data, as it is stored.
 *
 * @param subject the user whose data it is; null: whoever has that email address
 * @param requestedBy who entered it; null: a program
 * @param closedBy null where IMAS did what was asked
 * @param pseudonym what stands in place of who was erased
 */
record PrivacyRequest(
    UUID id,
    RequestKind kind,
    @Nullable UUID subject,
    @Nullable String email,
    String note,
    Instant receivedAt,
    Instant dueAt,
    @Nullable Instant extendedAt,
    @Nullable String extensionReason,
    State state,
    @Nullable UUID requestedBy,
    Instant requestedAt,
    @Nullable UUID confirmedBy,
    @Nullable Instant confirmedAt,
    @Nullable UUID closedBy,
    @Nullable Instant closedAt,
    @Nullable String outcomeNote,
    @Nullable String proofSha256,
    @Nullable String pseudonym,
    @Nullable Long exportBytes,
    @Nullable Instant exportMadeAt,
    @Nullable Instant exportUntil,
    int version) {

  /** How far it is. */
  enum State {
    OPEN,
    /** It was confirmed, and goes on by itself. */
    ERASING,
    DONE,
    REFUSED,
    WITHDRAWN;

    boolean isOpen() {
      return this == OPEN || this == ERASING;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State stored(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  boolean hasExport(Instant now) {
    return exportUntil != null && now.isBefore(exportUntil);
  }
}
