package dev.imas.core.incident;

import org.jspecify.annotations.Nullable;

/**
 * That somebody acknowledged an incident, as the timeline has it.
 *
 * @param seq in the timeline
 * @param madeLead whom it made the lead; null: there was one already
 */
public record Acknowledgement(int seq, @Nullable String madeLead) {}
