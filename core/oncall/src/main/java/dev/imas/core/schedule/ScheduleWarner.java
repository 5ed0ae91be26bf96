package dev.imas.core.schedule;

import dev.imas.core.contact.PersonReach;
import dev.imas.core.hold.TenantTimes;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.Notices;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells teams once a day what is wrong with their schedules in the next days: gaps, overlaps,
 * people who cannot be called or are away, and people who are inactive. It can be repeated at any
 * time. Only on a virtual thread.
 */
public final class ScheduleWarner {

  /** Nobody reads a warning at night, by the clocks of the tenant. */
  static final LocalTime FROM = LocalTime.of(8, 0);

  private final Transactions transactions;
  private final Notices notices;
  private final TeamReach teams;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final InactiveRepository inactive = new InactiveRepository();
  private final Histories histories = new Histories();
  private final TenantTimes times = new TenantTimes();

  private final ScheduleFaults faults;

  public ScheduleWarner(
      Transactions transactions,
      Notices notices,
      TeamReach teams,
      PersonReach reach,
      Computations computations,
      InstantSource clock) {
    this.faults = new ScheduleFaults(reach, computations);
    this.transactions = transactions;
    this.notices = notices;
    this.teams = teams;
    this.clock = clock;
  }

  /**
   * Warns of all schedules of these tenants whose time of day it is.
   *
   * @return the result in words
   */
  public String warn(List<TenantId> tenants) {
    int[] awake = {0};
    int told =
        new EachSchedule(transactions, "warning of a schedule's gaps")
            .run(
                tenants,
                tx -> {
                  if (localNow(tx).toLocalTime().isBefore(FROM)) {
                    return List.of();
                  }
                  awake[0]++;
                  return schedules.all(tx);
                },
                this::warn);
    return awake[0] == 0 ? "not before " + FROM : told + " warnings";
  }

  /** By the clocks of the transaction's tenant. */
  private ZonedDateTime localNow(Tx tx) {
    return clock.instant().atZone(times.read(tx).zone());
  }

  /** A schedule, and what its faults of the next days are calculated of. */
  private record Known(ZonedDateTime now, Interval ahead, ScheduleHistory history) {}

  private int warn(TenantId tenant, UUID schedule) {
    Known known = transactions.call(tenant, tx -> known(tx, schedule));
    ScheduleFaults.Calculated calculated = faults.calculated(tenant, known.history, known.ahead);
    return transactions.call(tenant, tx -> warn(tx, schedule, known, calculated));
  }

  private Known known(Tx tx, UUID schedule) {
    ZonedDateTime now = localNow(tx);
    Instant from = now.toInstant();
    Interval ahead = new Interval(from, from.plus(ScheduleRoutes.AHEAD));
    return new Known(now, ahead, histories.calculated(tx, schedule, ahead));
  }

  private int warn(Tx tx, UUID id, Known known, ScheduleFaults.Calculated calculated) {
    Optional<ScheduleView> found = schedules.find(tx, id);
    if (found.isEmpty()) {
      return 0;
    }
    ScheduleView schedule = found.get();
    ScheduleFaults.Found wrong = faults.of(tx, calculated, known.now.toInstant());
    List<UUID> away = inactive.ofSchedule(tx, id);
    Map<UUID, Person> named = people.named(tx, away);
    return ScheduleWarnings.of(
            schedule.name(),
            schedule.zone(),
            wrong,
            away.stream().map(person -> ScheduleViews.user(person, named).username()).toList())
        .map(words -> tell(tx, schedule, words, known.now))
        .orElse(0);
  }

  private int tell(Tx tx, ScheduleView schedule, ScheduleWarnings.Words words, ZonedDateTime now) {
    Notice notice =
        new Notice(
            NoticeKind.SCHEDULE,
            schedule.id(),
            "warnings " + now.toLocalDate(),
            Severity.SEV3_MEDIUM,
            words.title(),
            words.text(),
            "/schedules/" + schedule.id());
    return notices.send(tx, notice, teams.of(tx, schedule.team()));
  }
}
