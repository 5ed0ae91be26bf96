package dev.imas.core.runbook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import dev.imas.core.runbook.RunbookContent.ExternalDoc;
import dev.imas.core.runbook.RunbookContent.QuickAction;
import dev.imas.core.runbook.RunbookContent.RunbookStep;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as it is shown, in its current version.
 *
 * @param ownerTeam the team that owns its service; null for all services
 * @param usageCount how many incidents have got it
 */
record RunbookView(
    UUID id,
    String name,
    String slug,
    @Nullable OfService service,
    @JsonIgnore @Nullable UUID ownerTeam,
    @Nullable String alertPattern,
    List<Severity> severityFilter,
    String description,
    List<QuickAction> quickActions,
    List<ExternalDoc> externalDocs,
    List<RunbookStep> steps,
    boolean isActive,
    String author,
    @Nullable UUID authorId,
    int usageCount,
    @Nullable Instant lastUsedAt,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  /** The service that it is for. */
  record OfService(UUID id, String name) {}

  RunbookContent content() {
    return new RunbookContent(
        name,
        slug,
        service == null ? null : service.id(),
        alertPattern,
        severityFilter,
        description,
        quickActions,
        externalDocs,
        steps,
        isActive);
  }

  /** An earlier version, or the current one. */
  record Version(
      int version,
      String author,
      @Nullable UUID authorId,
      Instant madeAt,
      RunbookContent content) {}
}
