package dev.imas.core.alert;

import dev.imas.core.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One firing of an alert from open to recovery, as the journal still has it.
 *
 * @param openedAt null if the journal no longer has the opening
 * @param endedAt null while it fires
 * @param last the kind of its newest change
 * @param severity the worst it had
 * @param changes how many changes of it the journal has
 */
record EpisodeView(
    int episode,
    @Nullable Instant openedAt,
    @Nullable Instant endedAt,
    String last,
    Severity severity,
    AlertView.Named service,
    int ruleSetVersion,
    long changes) {}
