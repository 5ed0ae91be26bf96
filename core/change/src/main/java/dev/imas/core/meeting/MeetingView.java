package dev.imas.core.meeting;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.meeting.Meeting.Change;
import dev.imas.core.meeting.Meeting.Named;
import dev.imas.core.meeting.Meeting.Participant;
import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.planned.PlannedTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting, as the API shows it.
 *
 * @param startsAt of its first time, by the wall clock of its zone
 * @param next those that are held now or next, cancelled ones among them
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MeetingView(
    UUID id,
    String title,
    MeetingKind kind,
    String description,
    String startsAt,
    String duration,
    String timeZone,
    @Nullable String recurrence,
    List<String> except,
    @Nullable Named team,
    List<Participant> participants,
    String link,
    List<String> tags,
    List<String> remindBefore,
    @Nullable UUID follows,
    String createdBy,
    List<Time> next,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  private static final Duration IN_SIGHT = Duration.ofDays(366L * 20);

  /**
   * One time of it.
   *
   * @param plannedFor the start that it was planned for, by which it is known
   * @param isChanged whether it is held at another time than the one that was planned
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Time(
      String plannedFor,
      Instant startsAt,
      Instant endsAt,
      String title,
      String description,
      String notes,
      boolean isCancelled,
      boolean isChanged) {

    static Time of(Meeting meeting, PlannedSeries.Time time) {
      Change change = meeting.change(time.at()).orElse(null);
      return new Time(
          time.at().toString(),
          time.startsAt(),
          time.endsAt(),
          change == null || change.title() == null ? meeting.title() : change.title(),
          change == null || change.description() == null
              ? meeting.description()
              : change.description(),
          change == null ? "" : change.notes(),
          time.isCancelled(),
          time.isMoved());
    }
  }

  MeetingView {
    except = List.copyOf(except);
    participants = List.copyOf(participants);
    tags = List.copyOf(tags);
    remindBefore = List.copyOf(remindBefore);
    next = List.copyOf(next);
  }

  /** It computes its next times, at most so many. */
  static MeetingView of(Meeting meeting, Instant now, int most) {
    PlannedTimes times = meeting.times();
    return new MeetingView(
        meeting.id(),
        meeting.title(),
        meeting.kind(),
        meeting.description(),
        times.start().toString(),
        times.length().toString(),
        times.zone().getId(),
        times.recurrence() == null ? null : times.recurrence().text(),
        times.except().stream().sorted().map(LocalDateTime::toString).toList(),
        meeting.team(),
        meeting.participants(),
        meeting.link(),
        meeting.tags(),
        meeting.remindBefore().stream().map(Duration::toString).toList(),
        meeting.follows(),
        meeting.createdBy(),
        most == 0
            ? List.of()
            : meeting.series().between(now, now.plus(IN_SIGHT), most).stream()
                .map(time -> Time.of(meeting, time))
                .toList(),
        meeting.version(),
        meeting.createdAt(),
        meeting.updatedAt());
  }

  /** Its settings, as the audit keeps them. */
  Map<String, Object> audited() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("title", title);
    settings.put("kind", kind.wireName());
    settings.put("starts_at", startsAt);
    settings.put("duration", duration);
    settings.put("time_zone", timeZone);
    if (recurrence != null) {
      settings.put("recurrence", recurrence);
    }
    settings.put("except", except);
    if (team != null) {
      settings.put("team", team.id());
    }
    settings.put("participants", participants.stream().map(Participant::id).toList());
    settings.put("tags", tags);
    settings.put("remind_before", remindBefore);
    return settings;
  }
}
