package dev.imas.core.sla;

import dev.imas.core.model.Severity;

/** What happens to an incident, as far as its clocks know. */
public sealed interface ClockEvent {

  /** It was opened, and people are told of it. */
  record Opened() implements ClockEvent {}

  record Acknowledged() implements ClockEvent {}

  /** The acknowledgement was taken back, as if it had not been. */
  record Unacknowledged() implements ClockEvent {}

  record Resolved() implements ClockEvent {}

  record Reopened() implements ClockEvent {}

  record SeverityChanged(Severity to) implements ClockEvent {}

  /** Its service changed, or its service's tier. */
  record TierChanged(ServiceTier to) implements ClockEvent {}

  record Held() implements ClockEvent {}

  record Released() implements ClockEvent {}

  /** Its alerts belong to another incident. Nothing was met by that, and nothing missed. */
  record Merged() implements ClockEvent {}

  record MergeUndone() implements ClockEvent {}
}
