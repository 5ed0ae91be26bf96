package dev.imas.core.intake;

import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import java.time.Instant;
import java.util.UUID;

/**
 * A change of an alert's state, from the outbox, or from the journal where the outbox brought later
 * ones first. (fingerprint, seq) is the event's id within the tenant.
 *
 * @param decision how it was routed, as stored
 */
public record Transition(
    UUID fingerprint,
    int seq,
    TransitionKind kind,
    Severity severity,
    UUID serviceId,
    Instant receivedAt,
    Instant startsAt,
    int decision,
    String groupKey) {}
