package dev.imas.core.schedule;

import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The shifts of schedules with the names that people know, for calendars. It reads in transactions
 * of its own, and computes between them. Only on a virtual thread.
 */
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

  private final Transactions transactions;
  private final Computations computations;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final Histories histories = new Histories();

  public Rosters(Transactions transactions, Computations computations) {
    this.transactions = transactions;
    this.computations = computations;
  }

  /** Empty if there is no such schedule. */
  public List<Entry> ofSchedule(TenantId tenant, UUID schedule, Interval range) {
    return ofAll(tenant, tx -> List.of(schedule), range);
  }

  /** Of all schedules that the team has now. */
  public List<Entry> ofTeam(TenantId tenant, UUID team, Instant now, Interval range) {
    return ofAll(tenant, tx -> schedules.ofTeam(tx, team, now), range);
  }

  /** The user's own, of all schedules that name them. */
  public List<Entry> ofUser(TenantId tenant, UUID user, Interval range) {
    return ofAll(tenant, tx -> schedules.ofUser(tx, user, range.from()), range).stream()
        .filter(entry -> entry.shift.person().equals(user))
        .toList();
  }

  private record Known(ScheduleView schedule, ScheduleHistory history) {}

  private record Rostered(ScheduleView schedule, List<Shift> shifts) {}

  private List<Entry> ofAll(TenantId tenant, Function<Tx, List<UUID>> ids, Interval range) {
    List<Known> known = transactions.call(tenant, tx -> known(tx, ids.apply(tx), range));
    List<Rostered> rostered =
        known.stream()
            .map(
                one ->
                    new Rostered(
                        one.schedule,
                        computations.of(tenant).call(() -> one.history.shifts(range))))
            .toList();
    List<UUID> persons =
        rostered.stream().flatMap(one -> one.shifts.stream()).map(Shift::person).toList();
    Map<UUID, Person> named = transactions.call(tenant, tx -> people.named(tx, persons));
    return rostered.stream()
        .flatMap(one -> one.shifts.stream().map(shift -> entry(one.schedule, shift, named)))
        .toList();
  }

  private List<Known> known(Tx tx, List<UUID> ids, Interval range) {
    return ids.stream()
        .flatMap(id -> schedules.find(tx, id).stream())
        .map(schedule -> new Known(schedule, histories.read(tx, schedule.id(), range)))
        .toList();
  }

  private static Entry entry(ScheduleView schedule, Shift shift, Map<UUID, Person> named) {
    return new Entry(
        schedule.id(),
        schedule.name(),
        schedule.version(),
        schedule.updatedAt(),
        shift,
        ScheduleViews.user(shift.person(), named).username());
  }
}
