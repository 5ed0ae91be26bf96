package dev.imas.notifier.issue;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.TrackerWork;
import dev.imas.notifier.task.Task;
import dev.imas.notifier.template.PageLinks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed task of a work item that is exported.
 *
 * @param id of the item
 * @param kind {@code create}, {@code read}, {@code open} or {@code close}
 * @param key of the item, such as TASK-12
 * @param text Markdown; may be empty
 * @param incident of the item; null: none
 * @param reference of that incident
 * @param issue by which the tracker knows it; null while there is none
 * @param askedAt when the item was exported
 * @param createdAt from when on this work waits
 */
public record ClaimedIssueTask(
    TenantId tenant,
    UUID id,
    UUID provider,
    String tracker,
    String kind,
    String key,
    String title,
    String text,
    @Nullable UUID incident,
    @Nullable String reference,
    @Nullable String issue,
    int attempt,
    Instant askedAt,
    Instant createdAt)
    implements Task {

  TrackerWork work(PageLinks links) {
    String known = issue;
    if (known == null) {
      return new TrackerWork.Create(title, body(links), "imas-" + id, attempt, askedAt);
    }
    return switch (kind) {
      case "open" -> new TrackerWork.SetOpen(known, true);
      case "close" -> new TrackerWork.SetOpen(known, false);
      default -> new TrackerWork.Read(known);
    };
  }

  private String body(PageLinks links) {
    StringBuilder body = new StringBuilder(text);
    body.append(text.isEmpty() ? "" : "\n\n").append(key).append(" of IMAS");
    UUID of = incident;
    if (of != null) {
      body.append(", of the incident ").append(reference).append(": ").append(links.incident(of));
    }
    return body.toString();
  }
}
