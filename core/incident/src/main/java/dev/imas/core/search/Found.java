package dev.imas.core.search;

import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of one kind was found.
 *
 * @param total of incidents, alerts and entries how many match, at most 1,000; else as many as
 *     items
 * @param more whether there are more than total
 * @param complete false if the search took too long and ended before the oldest, or before the last
 *     name
 * @param older where to go on for the oldest; null if it is complete, and of what is found by name
 */
record Found(
    SearchKind kind,
    List<Item> items,
    int total,
    boolean more,
    boolean complete,
    @Nullable String older) {

  /**
   * @param id of an incident, service, …; an alert's fingerprint; an entry's incident and number
   * @param text more of what it says; may be empty
   * @param titleRanges where the title has what was searched
   * @param textRanges where the text has it
   */
  record Item(
      String id,
      String title,
      String text,
      @Nullable Instant at,
      @Nullable String status,
      @Nullable Severity severity,
      @Nullable Incident incident,
      List<SearchQuery.Range> titleRanges,
      List<SearchQuery.Range> textRanges) {}

  record Incident(UUID id, String shortId) {}
}
