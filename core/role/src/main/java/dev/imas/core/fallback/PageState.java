package dev.imas.core.fallback;

import dev.imas.core.model.Severity;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page, which is one moment of an incident, and what has become of its deliveries.
 *
 * @param event as in deliveries: {@code incident.triggered}
 * @param isTakenOn whether somebody acknowledged or mitigated the incident after this moment
 * @param isOvertaken whether a contact has accepted a later call to the incident
 */
record PageState(
    UUID incident,
    int eventSeq,
    String event,
    Severity urgency,
    boolean isTakenOn,
    boolean isOvertaken,
    List<Told> told) {

  enum Fate {
    /** On its way, or waiting for a retry. */
    UNDER_WAY,
    ACCEPTED,
    /** Given up, or without a receiver since its contact was removed. */
    DEAD
  }

  /**
   * @param reason of the last try that failed
   */
  record Told(Receiver receiver, Fate fate, @Nullable String reason) {}

  PageState {
    told = List.copyOf(told);
  }

  boolean has(Fate fate) {
    return told.stream().anyMatch(t -> t.fate == fate);
  }

  Set<UUID> receivers() {
    return told.stream().map(t -> t.receiver.id()).collect(Collectors.toUnmodifiableSet());
  }
}
