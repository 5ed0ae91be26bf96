package dev.imas.core.postmortem;

import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post-mortem without its texts, as the API shows it.
 *
 * @param number of the version that is written, or that was published last
 * @param duty why it is required; null: it is not
 * @param isSuspended whether it is required, and its incident is open again, so that nobody is
 *     reminded
 * @param owner null: the team that owns the incident's service
 * @param lastEditor who changed the version that is written last; null: nobody, or a program
 * @param published the newest published version; null: none was
 */
record PostMortemView(
    UUID id,
    Of incident,
    String state,
    int number,
    @Nullable String duty,
    @Nullable Instant dueAt,
    boolean isOverdue,
    boolean isSuspended,
    @Nullable Member owner,
    @Nullable Member reviewer,
    @Nullable Member lastEditor,
    @Nullable String notNeededReason,
    @Nullable Edition published,
    Instant stateAt,
    String stateBy,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    int version)
    implements Versioned {

  /**
   * Its incident.
   *
   * @param team that owns the service
   * @param mergedInto the incident that has its alerts since it was merged
   */
  record Of(
      UUID id,
      String shortId,
      String title,
      Severity severity,
      String status,
      Named service,
      Named team,
      @Nullable Instant resolvedAt,
      @Nullable UUID mergedInto) {}

  record Named(UUID id, String name) {}

  /** A person. */
  record Member(UUID id, String username, boolean isActive) {}

  /** A published version. */
  record Edition(int number, Instant publishedAt, String publishedBy) {}
}
