package dev.imas.core.postmortem;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A post-mortem without its texts. Immutable: a change is another one.
 *
 * @param number of the version that is written, or that was published last
 * @param duty why it is required; null: it is not
 * @param dutyFrom the incident that brought the duty when it was merged
 * @param zone whose days count
 * @param remindAt when somebody is reminded next; null: nobody is
 * @param owner null: the team that owns the incident's service
 * @param lastEditor of the version that is written; null: nobody, or a program
 * @param cited entries of the timeline by seq, in order
 * @param publishedNumber the newest published version; null: none was
 * @param cameFrom the incident that it was begun for, which was merged since
 */
record PostMortem(
    UUID id,
    UUID incident,
    PostMortemState state,
    int number,
    @Nullable DutyCause duty,
    @Nullable UUID dutyFrom,
    @Nullable Instant due,
    ZoneId zone,
    @Nullable Instant remindAt,
    @Nullable UUID owner,
    @Nullable UUID reviewer,
    @Nullable UUID lastEditor,
    List<Integer> cited,
    int citedRevision,
    @Nullable String notNeededReason,
    @Nullable Integer publishedNumber,
    @Nullable UUID cameFrom,
    Instant stateAt,
    String stateBy,
    Instant createdAt,
    String createdBy,
    Instant updatedAt,
    int version) {

  PostMortem {
    cited = List.copyOf(cited);
  }

  /** A first draft. */
  static PostMortem draft(
      UUID id, UUID incident, ZoneId zone, @Nullable UUID owner, String by, Instant at) {
    return new PostMortem(
        id,
        incident,
        PostMortemState.DRAFT,
        1,
        null,
        null,
        null,
        zone,
        null,
        owner,
        null,
        null,
        List.of(),
        0,
        null,
        null,
        null,
        at,
        by,
        at,
        by,
        at,
        1);
  }

  /** Whether it is required, and there is none yet. */
  boolean isOwed() {
    return duty != null && publishedNumber == null && state != PostMortemState.NOT_NEEDED;
  }

  /** Whether that person wrote it, so that another one publishes it. */
  boolean isAuthor(UUID person) {
    return person.equals(owner) || person.equals(lastEditor);
  }

  /** With other values, as the next version of the row. */
  PostMortem with(Instant at, Consumer<Edit> change) {
    Edit edit = new Edit(this);
    change.accept(edit);
    return edit.done(at);
  }

  /**
   * Required from now on, or still.
   *
   * @param cause counts unless there was one before
   */
  PostMortem owed(DutyCause cause, Instant dueAt, ZoneId dueZone, @Nullable UUID lead, Instant at) {
    return with(
        at,
        edit -> {
          // It was called off while nobody had to ask an administrator.
          if (duty == null && state == PostMortemState.NOT_NEEDED) {
            edit.moved(PostMortemState.DRAFT, stateBy, at);
          }
          edit.duty = duty == null ? cause : duty;
          edit.due = dueAt;
          edit.zone = dueZone;
          edit.owner = owner == null ? lead : owner;
        });
  }

  /** With the reminder that follows from whether it is owed and when it is due. */
  PostMortem reminding(boolean isSuspended, Instant after) {
    Instant dueAt = due;
    Instant next =
        isOwed() && dueAt != null && !isSuspended ? ReminderDays.next(dueAt, zone, after) : null;
    return with(
        updatedAt,
        edit -> {
          edit.remindAt = next;
          edit.version = version;
        });
  }

  /** The values that a change may set. */
  static final class Edit {
    UUID incident;
    PostMortemState state;
    int number;
    @Nullable DutyCause duty;
    @Nullable UUID dutyFrom;
    @Nullable Instant due;
    ZoneId zone;
    @Nullable Instant remindAt;
    @Nullable UUID owner;
    @Nullable UUID reviewer;
    @Nullable UUID lastEditor;
    List<Integer> cited;
    int citedRevision;
    @Nullable String notNeededReason;
    @Nullable Integer publishedNumber;
    @Nullable UUID cameFrom;
    Instant stateAt;
    String stateBy;
    int version;
    private final PostMortem before;

    private Edit(PostMortem before) {
      this.before = before;
      this.incident = before.incident;
      this.state = before.state;
      this.number = before.number;
      this.duty = before.duty;
      this.dutyFrom = before.dutyFrom;
      this.due = before.due;
      this.zone = before.zone;
      this.remindAt = before.remindAt;
      this.owner = before.owner;
      this.reviewer = before.reviewer;
      this.lastEditor = before.lastEditor;
      this.cited = before.cited;
      this.citedRevision = before.citedRevision;
      this.notNeededReason = before.notNeededReason;
      this.publishedNumber = before.publishedNumber;
      this.cameFrom = before.cameFrom;
      this.stateAt = before.stateAt;
      this.stateBy = before.stateBy;
      this.version = before.version + 1;
    }

    void moved(PostMortemState to, String by, Instant at) {
      // What was published stays as it is; whatever follows is another version.
      if (state == PostMortemState.PUBLISHED) {
        number++;
        lastEditor = null;
      }
      state = to;
      stateBy = by;
      stateAt = at;
      notNeededReason = null;
    }

    private PostMortem done(Instant at) {
      return new PostMortem(
          before.id,
          incident,
          state,
          number,
          duty,
          dutyFrom,
          due,
          zone,
          remindAt,
          owner,
          reviewer,
          lastEditor,
          cited,
          citedRevision,
          notNeededReason,
          publishedNumber,
          cameFrom,
          stateAt,
          stateBy,
          before.createdAt,
          before.createdBy,
          at,
          version);
    }
  }
}
