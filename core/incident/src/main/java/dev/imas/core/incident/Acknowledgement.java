package dev.imas.core.incident;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That somebody acknowledged an incident, as the timeline has it.
 *
 * @param seq in the timeline
 * @param by who it was, or "system"
 * @param byUser the same as a user; null: a program, or somebody from before ids were kept
 * @param madeLead whom it made the lead; null: there was one already
 * @param isBySender whether all of its alerts were acknowledged where they come from, and nobody
 *     acknowledged it here
 */
public record Acknowledgement(
    int seq, String by, @Nullable UUID byUser, @Nullable String madeLead, boolean isBySender) {}
