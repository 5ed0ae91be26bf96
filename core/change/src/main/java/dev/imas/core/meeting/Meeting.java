package dev.imas.core.meeting;

import dev.imas.core.planned.PlannedSeries;
import dev.imas.core.planned.PlannedSeries.Changed;
import dev.imas.core.planned.PlannedTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting, once or again and again.
 *
 * @param changes what is otherwise for single times, in their order
 * @param team whose meeting it is; null: nobody's in particular
 * @param link of the call; empty: none
 * @param remindBefore how long before each time its participants are reminded
 * @param follows the series that was cut before this one; null: none
 */
record Meeting(
    UUID id,
    String title,
    String description,
    MeetingKind kind,
    PlannedTimes times,
    List<Change> changes,
    @Nullable Named team,
    List<Participant> participants,
    String link,
    List<String> tags,
    List<Duration> remindBefore,
    @Nullable UUID follows,
    String createdBy,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  record Named(UUID id, String name) {}

  record Participant(UUID id, String username) {}

  /**
   * What is otherwise for one time.
   *
   * @param plannedFor the start that it was planned for
   * @param startsAt null: as planned, as with what follows
   * @param notes what was written down there; empty: nothing
   */
  record Change(
      LocalDateTime plannedFor,
      boolean isCancelled,
      @Nullable LocalDateTime startsAt,
      @Nullable Duration length,
      @Nullable String title,
      @Nullable String description,
      String notes) {

    /** The same of a time that was planned for another start. */
    Change movedTo(LocalDateTime start) {
      return new Change(start, isCancelled, startsAt, length, title, description, notes);
    }
  }

  Meeting {
    changes = List.copyOf(changes);
    participants = List.copyOf(participants);
    tags = List.copyOf(tags);
    remindBefore = List.copyOf(remindBefore);
  }

  PlannedSeries series() {
    Map<LocalDateTime, Changed> changed = new HashMap<>();
    for (Change one : changes) {
      changed.put(one.plannedFor, new Changed(one.isCancelled, one.startsAt, one.length));
    }
    return new PlannedSeries(times, changed);
  }

  /** The same with other changes. */
  Meeting with(List<Change> others) {
    return new Meeting(
        id,
        title,
        description,
        kind,
        times,
        others,
        team,
        participants,
        link,
        tags,
        remindBefore,
        follows,
        createdBy,
        version,
        createdAt,
        updatedAt);
  }

  Optional<Change> change(LocalDateTime plannedFor) {
    return changes.stream().filter(one -> one.plannedFor.equals(plannedFor)).findFirst();
  }
}
