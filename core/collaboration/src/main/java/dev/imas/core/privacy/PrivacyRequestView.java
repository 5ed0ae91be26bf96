package dev.imas.core.privacy;

import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request as the API shows it. */
record PrivacyRequestView(
    UUID id,
    String kind,
    @Nullable PersonView subject,
    @Nullable String email,
    String note,
    String state,
    boolean isOverdue,
    Instant receivedAt,
    Instant dueAt,
    @Nullable Instant extendedAt,
    @Nullable String extensionReason,
    @Nullable PersonView requestedBy,
    Instant requestedAt,
    @Nullable PersonView confirmedBy,
    @Nullable Instant confirmedAt,
    @Nullable PersonView closedBy,
    @Nullable Instant closedAt,
    @Nullable String outcomeNote,
    @Nullable String proofSha256,
    @Nullable ExportView export,
    int version)
    implements Versioned {

  /** A person by the name that they have now. */
  record PersonView(UUID id, String username) {}

  /**
   * @param until when it is removed
   */
  record ExportView(Instant madeAt, Instant until, long bytes) {}

  /** Where a person occurs, of whom nothing or much may be known. */
  record FindingsView(List<CountView> erased, List<MentionView> mentions, boolean isLive) {
    FindingsView {
      erased = List.copyOf(erased);
      mentions = List.copyOf(mentions);
    }
  }

  /** How many rows IMAS would rewrite. */
  record CountView(String table, String columns, long rows) {}

  /**
   * A text that somebody has to read.
   *
   * @param key of the row
   * @param path of the page that shows it; null: there is none
   */
  record MentionView(
      String table,
      String column,
      @com.fasterxml.jackson.annotation.JsonRawValue String key,
      @Nullable String path) {}
}
