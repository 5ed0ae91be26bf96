package dev.imas.core.item;

import dev.imas.core.workflow.StatusCategory;
import dev.imas.core.workflow.Workflow.Status;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A work item as it is stored.
 *
 * @param statusId of its workflow
 * @param remindAt when somebody is reminded next; null: nobody is
 * @param doneAt when it was first done; null: never
 */
record Item(
    UUID id,
    ItemKind kind,
    long number,
    Details details,
    String statusId,
    StatusCategory statusCategory,
    @Nullable UUID incident,
    @Nullable Instant remindAt,
    @Nullable Instant doneAt,
    @Nullable String droppedReason,
    String createdBy,
    @Nullable UUID createdById,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * What people write about an item.
   *
   * @param description Markdown; may be empty
   * @param owner a person
   * @param ownerTeam null where a person owns it; where nobody does, the team that owns the
   *     incident's service
   * @param section of a post-mortem
   */
  record Details(
      String title,
      String description,
      @Nullable ItemCategory category,
      ItemPriority priority,
      @Nullable UUID owner,
      @Nullable UUID ownerTeam,
      @Nullable Instant due,
      @Nullable String section) {

    Details titled(String other) {
      return new Details(other, description, category, priority, owner, ownerTeam, due, section);
    }
  }

  String key() {
    return kind.key(number);
  }

  boolean isOpen() {
    return statusCategory.isOpen();
  }

  /** With other details, and the reminder that follows from them. */
  Item with(Details changed, Instant now) {
    boolean sameDue = Objects.equals(changed.due, details.due);
    return new Item(
        id,
        kind,
        number,
        changed,
        statusId,
        statusCategory,
        incident,
        sameDue ? remindAt : reminder(changed.due, statusCategory, now),
        doneAt,
        droppedReason,
        createdBy,
        createdById,
        version + 1,
        createdAt,
        now);
  }

  /**
   * With another status. When it was done is set once: no later save moves it.
   *
   * @param reason why it is dropped
   */
  Item moved(Status to, @Nullable String reason, Instant now) {
    boolean staysOpen = isOpen() && to.category().isOpen();
    return new Item(
        id,
        kind,
        number,
        details,
        to.id(),
        to.category(),
        incident,
        staysOpen ? remindAt : reminder(details.due, to.category(), now),
        doneAt == null && to.category() == StatusCategory.DONE ? now : doneAt,
        to.category() == StatusCategory.DROPPED ? reason : null,
        createdBy,
        createdById,
        version + 1,
        createdAt,
        now);
  }

  static @Nullable Instant reminder(@Nullable Instant due, StatusCategory category, Instant now) {
    return due != null && category.isOpen() ? DueReminders.next(due, now).orElse(null) : null;
  }
}
