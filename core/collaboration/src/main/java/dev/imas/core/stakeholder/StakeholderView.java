package dev.imas.core.stakeholder;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Updates of an incident as the API shows them. */
final class StakeholderView {

  private StakeholderView() {}

  /** An incident among those that were merged. */
  record About(UUID id, String shortId) {}

  /**
   * An update.
   *
   * @param incident for which it was written: this one, or one that was merged into it
   * @param number within that incident, from 1
   * @param receivers how many were to be told
   * @param nextBy when the next one was promised for
   */
  record Update(
      UUID id,
      About incident,
      int number,
      String status,
      String message,
      @Nullable Instant nextBy,
      int receivers,
      String author,
      Instant at) {}

  /**
   * The update that is promised.
   *
   * @param promisedBy a name
   * @param reminds who is reminded: a name; null: the team that owns the service
   */
  record Next(Instant by, String promisedBy, boolean isOverdue, @Nullable String reminds) {}

  /**
   * All of them.
   *
   * @param items the newest first
   * @param next null: nothing is promised
   * @param every after what time the next one is due where an update does not say; null: never
   * @param receivers how many would be told of an update now
   * @param isLastMissing whether it is resolved and its stakeholders have not heard so
   */
  record Updates(
      List<Update> items,
      @Nullable Next next,
      @Nullable String every,
      int receivers,
      boolean isLastMissing) {
    Updates {
      items = List.copyOf(items);
    }
  }
}
