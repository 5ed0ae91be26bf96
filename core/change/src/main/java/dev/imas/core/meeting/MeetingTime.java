package dev.imas.core.meeting;

import dev.imas.core.http.Body;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.platform.Fault;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of one time of a meeting; what is null is as planned.
 *
 * @param startsAt by the clock of the meeting's zone
 */
record MeetingTime(
    boolean isCancelled,
    @Nullable LocalDateTime startsAt,
    @Nullable Duration length,
    @Nullable String title,
    @Nullable String description,
    String notes) {

  private static final int LONGEST_NOTES = 20_000;
  private static final String START =
      "is no time by the clock of the meeting, such as 2026-12-05T02:00, without an offset";

  /**
   * @throws Fault INVALID with all faults
   */
  static MeetingTime read(Body body) {
    body.only("is_cancelled", "starts_at", "duration", "title", "description", "notes");
    String start = body.text("starts_at", 30);
    LocalDateTime startsAt = start == null ? null : local(start);
    if (start != null && startsAt == null) {
      body.fault("/starts_at", START);
    }
    String title = body.text("title", MeetingDraft.LONGEST_TITLE);
    String description = body.text("description", MeetingDraft.LONGEST_DESCRIPTION);
    MeetingTime read =
        new MeetingTime(
            body.flag("is_cancelled", false),
            startsAt,
            body.duration(
                "duration",
                Duration.ofSeconds(1),
                MeetingDraft.LONGEST,
                "must be a duration in whole seconds of at most P7D, such as PT30M"),
            title == null || title.isBlank() ? null : title.strip(),
            description == null ? null : description.strip(),
            body.text("notes", LONGEST_NOTES, ""));
    body.throwIfFaulty();
    return read;
  }

  /** Null: the text is none. */
  static @Nullable LocalDateTime local(String text) {
    try {
      LocalDateTime read = LocalDateTime.parse(text.strip());
      boolean isTaken =
          read.equals(read.truncatedTo(ChronoUnit.SECONDS))
              && read.getYear() >= 1970
              && read.getYear() < 10_000;
      return isTaken ? read : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * As a change of the meeting's time; null if nothing is otherwise than planned. Of a time that
   * has begun, what is not said stays as it was.
   *
   * @throws Fault CONFLICT for another change of what has begun than of its notes
   */
  @Nullable Change of(Meeting meeting, PlannedSeries.Time time, Instant now) {
    Change before = meeting.change(time.at()).orElse(null);
    Change after =
        new Change(
            time.at(),
            isCancelled,
            Objects.equals(startsAt, time.at()) ? null : startsAt,
            Objects.equals(length, meeting.times().length()) ? null : length,
            Objects.equals(title, meeting.title()) ? null : title,
            Objects.equals(description, meeting.description()) ? null : description,
            notes);
    if (!time.startsAt().isAfter(now)) {
      Change noted = withNotes(before, time.at(), notes);
      if (!after.equals(withNotes(null, time.at(), notes)) && !after.equals(noted)) {
        throw Fault.conflict(
            "this time of the meeting has begun, so only its notes can be changed");
      }
      return noted;
    }
    if (after.startsAt() != null
        && !ZonedDateTime.ofLocal(after.startsAt(), meeting.times().zone(), null)
            .toInstant()
            .isAfter(now)) {
      throw Fault.invalid("/starts_at", "/starts_at must be later than now");
    }
    return after.equals(withNotes(null, time.at(), "")) ? null : after;
  }

  private static Change withNotes(@Nullable Change before, LocalDateTime at, String notes) {
    return before == null
        ? new Change(at, false, null, null, null, null, notes)
        : new Change(
            at,
            before.isCancelled(),
            before.startsAt(),
            before.length(),
            before.title(),
            before.description(),
            notes);
  }
}
