package dev.imas.core.schedule;

import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.PersonRepository.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The shifts of schedules with the names that people know, for calendars. */
public final class Rosters {

  /**
   * @param version of the schedule
   * @param changedAt when that version was made
   * @param username of whoever is on call
   */
  public record Entry(
      UUID schedule,
      String scheduleName,
      int version,
      Instant changedAt,
      Shift shift,
      String username) {}

  private final Computations computations;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final PersonRepository people = new PersonRepository();
  private final Histories histories = new Histories();

  public Rosters(Computations computations) {
    this.computations = computations;
  }

  /** Empty if there is no such schedule. */
  public List<Entry> ofSchedule(Tx tx, UUID schedule, Interval range) {
    Optional<ScheduleView> view = schedules.find(tx, schedule);
    if (view.isEmpty()) {
      return List.of();
    }
    ScheduleHistory history = histories.read(tx, schedule, range);
    List<Shift> shifts =
        computations.of(tx.tenant().orElseThrow()).call(() -> history.shifts(range));
    Map<UUID, Person> named = people.named(tx, shifts.stream().map(Shift::person).toList());
    return shifts.stream()
        .map(
            shift ->
                new Entry(
                    schedule,
                    view.get().name(),
                    view.get().version(),
                    view.get().updatedAt(),
                    shift,
                    Shown.user(shift.person(), named).username()))
        .toList();
  }

  /** Of all schedules that the team has now. */
  public List<Entry> ofTeam(Tx tx, UUID team, Instant now, Interval range) {
    return ofAll(tx, schedules.ofTeam(tx, team, now), range);
  }

  /** The user's own, of all schedules that name them. */
  public List<Entry> ofUser(Tx tx, UUID user, Interval range) {
    return ofAll(tx, schedules.ofUser(tx, user, range.from()), range).stream()
        .filter(entry -> entry.shift.person().equals(user))
        .toList();
  }

  private List<Entry> ofAll(Tx tx, List<UUID> ids, Interval range) {
    List<Entry> entries = new ArrayList<>();
    ids.forEach(id -> entries.addAll(ofSchedule(tx, id, range)));
    return entries;
  }
}
