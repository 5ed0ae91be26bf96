package dev.imas.core.hold;

import dev.imas.core.bus.Digest;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of the messages that were held for one receiver and are due now: each is
 * told once. What a later message about the same incident has overtaken is told by that one. The
 * rest is one digest, or the message itself if it is the only one. Pure.
 */
final class DigestPlanner {

  private static final int LISTED = 20;
  private static final String RESOLVED = "incident.resolved";

  private DigestPlanner() {}

  /**
   * A message that was held.
   *
   * @param incident null: it is about something else, and is sent by itself
   * @param overtakenBy a later message to the receiver about the incident, which was not held
   */
  record Held(
      UUID id,
      @Nullable UUID incident,
      int seq,
      String event,
      Severity severity,
      Instant at,
      Waits waits,
      @Nullable UUID overtakenBy,
      @Nullable String shortId,
      @Nullable String title,
      @Nullable String service) {}

  /**
   * @param overtaken by message, the later one that tells of it
   * @param alone sent as they are
   * @param folded into the digest
   * @param digest null: there is none
   */
  record Plan(
      Map<UUID, UUID> overtaken, List<UUID> alone, List<UUID> folded, @Nullable Digest digest) {}

  static Plan plan(List<Held> due, Instant now) {
    Map<UUID, UUID> overtaken = new LinkedHashMap<>();
    List<UUID> alone = new ArrayList<>();
    List<Held> rest = new ArrayList<>();
    for (Held held : due) {
      UUID later = held.overtakenBy;
      if (later != null) {
        overtaken.put(held.id, later);
      } else if (held.incident == null) {
        alone.add(held.id);
      } else {
        rest.add(held);
      }
    }
    if (rest.size() == 1) {
      alone.add(rest.getFirst().id);
      rest.clear();
    }
    return new Plan(
        overtaken,
        alone,
        rest.stream().map(Held::id).toList(),
        rest.isEmpty() ? null : digest(rest, now));
  }

  private static Digest digest(List<Held> folded, Instant now) {
    Map<UUID, Held> last = new LinkedHashMap<>();
    Set<String> waited = new LinkedHashSet<>();
    Instant since = now;
    for (Held held : folded) {
      waited.add(held.waits.inWords());
      since = held.at.isBefore(since) ? held.at : since;
      UUID incident = held.incident;
      if (incident != null) {
        last.merge(incident, held, (one, other) -> one.seq >= other.seq ? one : other);
      }
    }
    List<Long> bySeverity = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      bySeverity.add(last.values().stream().filter(h -> h.severity == severity).count());
    }
    return new Digest(
        folded.size(),
        last.size(),
        last.values().stream().filter(h -> h.event.equals(RESOLVED)).count(),
        bySeverity,
        since,
        now,
        last.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<UUID, Held> e) -> e.getValue().severity)
                    .thenComparing(e -> e.getValue().at, Comparator.reverseOrder()))
            .limit(LISTED)
            .map(e -> listed(e.getKey(), e.getValue()))
            .toList(),
        String.join(", ", waited));
  }

  private static Digest.Listed listed(UUID incident, Held held) {
    return new Digest.Listed(
        incident, held.shortId, held.title, held.severity, held.service, held.event, held.at);
  }
}
