package dev.imas.core.fallback;

import dev.imas.core.model.Severity;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a page, which is one moment of an incident, with the fates of its deliveries.
 *
 * @param event the event's name in deliveries, such as {@code incident.triggered}
 * @param isTakenOn whether somebody acknowledged or mitigated the incident after this moment
 * @param isOvertaken whether a contact has accepted a later page about the incident
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
    /** It is being sent, or waits for a retry. */
    UNDER_WAY,
    ACCEPTED,
    /** It was given up, or its contact was removed. */
    DEAD
  }

  /**
   * @param reason why the last attempt failed
   */
  record Told(Receiver receiver, Fate fate, @Nullable String reason) {}

  PageState {
    told = List.copyOf(told);
  }

  /** Whether a person or channel that calls has such a fate. */
  boolean has(Fate fate) {
    return told.stream().anyMatch(t -> t.receiver.calls() && t.fate == fate);
  }

  /** Whether it went to nobody who is called: to the console, if to anything. */
  boolean foundNobody() {
    return told.stream().noneMatch(t -> t.receiver.calls());
  }

  /** Whether a console was told, or tried: that of last resort, or a contact that is one. */
  boolean isShown() {
    return told.stream().anyMatch(t -> !t.receiver.calls());
  }

  Set<UUID> receivers() {
    return told.stream().map(t -> t.receiver.id()).collect(Collectors.toUnmodifiableSet());
  }
}
