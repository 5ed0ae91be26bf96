package dev.imas.core.merge;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Merges as the API shows them. */
final class MergeView {

  private MergeView() {}

  /** An incident beside others. */
  record Named(UUID id, String shortId, String title, Severity severity, IncidentStatus status) {}

  /**
   * What a merge does, or did.
   *
   * @param sources as they were before
   * @param alerts how many alerts the target gets
   * @param raisesTo the severity to which it raises the target; null if it does not
   * @param startsPaging whether the target pages people from now on, and did not before
   * @param notifies the teams whose people on call are told, since nobody of them has taken theirs
   *     on
   * @param undoUntil until when it can be undone
   * @param isPreview whether nothing was done
   */
  record Outcome(
      Named target,
      List<Named> sources,
      long alerts,
      @Nullable Severity raisesTo,
      boolean startsPaging,
      List<String> notifies,
      Instant undoUntil,
      boolean isPreview) {

    Outcome {
      sources = List.copyOf(sources);
      notifies = List.copyOf(notifies);
    }
  }

  /**
   * One merge of an incident.
   *
   * @param incident the other one: the target, or the source
   * @param undoUntil until when it can be undone; null: the time has passed, or either has changed
   */
  record Line(Named incident, Instant at, String by, @Nullable Instant undoUntil) {}

  /**
   * The merges of an incident that were not undone.
   *
   * @param into where its alerts are; null if it was not merged
   * @param from what was merged into it, the oldest first
   */
  record All(@Nullable Line into, List<Line> from) {

    All {
      from = List.copyOf(from);
    }
  }
}
