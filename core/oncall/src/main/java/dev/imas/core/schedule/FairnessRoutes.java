package dev.imas.core.schedule;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.Workload;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.FairnessRepository.Zoned;
import dev.imas.core.schedule.PersonPages.Calls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** {@code …/fairness}: how much each person of a schedule or a team was, or will be, on call. */
public final class FairnessRoutes {

  private static final Duration BACK = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(400);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final HolidayRepository holidays = new HolidayRepository();
  private final FairnessRepository people = new FairnessRepository();
  private final Histories histories = new Histories();
  private final PersonPages pages = new PersonPages();

  public FairnessRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/schedules/{id}/fairness", Permission.ON_CALL_READ, this::ofSchedule);
    api.get("/teams/{team}/fairness", Permission.ON_CALL_READ, this::ofTeam);
  }

  /**
   * @param timeZone the person's own, by which nights and days count
   */
  record ShownWorkload(
      ScheduleViews.User user,
      String timeZone,
      int shifts,
      double hours,
      double nightHours,
      double weekendHours,
      double holidayHours,
      int nights,
      int weekends,
      int holidays,
      int pages,
      int pagesAtNight) {}

  record ShownFairness(Instant from, Instant to, List<ShownWorkload> items) {}

  private Answer ofSchedule(Call call) {
    Interval range = range(call.query("from", "to"));
    return Answer.ok(
        fairness(
            call.tenant(),
            tx -> List.of(schedules.existing(tx, call.reference("id")).id()),
            range));
  }

  private Answer ofTeam(Call call) {
    Interval range = range(call.query("from", "to"));
    return Answer.ok(
        fairness(
            call.tenant(),
            tx ->
                people.schedulesOf(tx, teams.existingId(tx, call.reference("team")).await(), range),
            range));
  }

  /** The last three months, unless the request says otherwise. */
  private Interval range(Query query) {
    Instant from = query.time("from");
    Instant to = query.time("to");
    Instant end = to == null ? clock.instant() : to;
    Instant start = from == null ? end.minus(BACK) : from;
    ScheduleRoutes.refuseTooFar("to", end, clock.instant());
    if (!start.isBefore(end)) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "to", "to must be after from");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "to",
          "at most " + LONGEST.toDays() + " days can be asked for at once");
    }
    return new Interval(start, end);
  }

  /**
   * The schedules as they were read.
   *
   * @param named whoever takes turns in them
   */
  private record Known(
      List<ScheduleHistory> histories, List<List<Layer>> layers, Set<UUID> named) {}

  /** What is known of the people beside their shifts. */
  private record Surroundings(
      Map<UUID, Zoned> zones, Set<LocalDate> holidays, Map<UUID, Calls> calls) {}

  /**
   * Also of those who take turns and were not on call in that time. It computes between and after
   * its transactions, since a computation holds no connection.
   */
  private ShownFairness fairness(TenantId tenant, Function<Tx, List<UUID>> ids, Interval range) {
    Known known = transactions.call(tenant, tx -> known(tx, ids.apply(tx), range));
    Computations.Share share = computations.of(tenant);
    List<Shift> shifts = new ArrayList<>();
    for (ScheduleHistory history : known.histories) {
      shifts.addAll(share.call(() -> history.shifts(range)));
    }
    Set<UUID> named = new LinkedHashSet<>(known.named);
    shifts.forEach(shift -> named.add(shift.person()));
    Surroundings around =
        transactions.call(
            tenant,
            tx ->
                new Surroundings(
                    people.zones(tx, named), days(tx, known.layers), pages.of(tx, named, range)));
    Map<UUID, Zoned> zones = around.zones;
    Map<UUID, Workload> workloads =
        share.call(() -> Workload.of(shifts, range, id -> zone(zones, id), around.holidays));
    List<ShownWorkload> items =
        named.stream()
            .map(
                id ->
                    shown(
                        id,
                        zones,
                        workloads.getOrDefault(id, Workload.NONE),
                        around.calls.getOrDefault(id, Calls.NONE)))
            .sorted(Comparator.comparing(item -> item.user().username()))
            .toList();
    return new ShownFairness(range.from(), range.until(), items);
  }

  private Known known(Tx tx, List<UUID> ids, Interval range) {
    List<ScheduleHistory> found = new ArrayList<>();
    List<List<Layer>> layers = new ArrayList<>();
    Set<UUID> named = new LinkedHashSet<>();
    for (UUID id : ids) {
      found.add(histories.read(tx, id, range));
      schedules
          .find(tx, id)
          .ifPresent(
              view -> {
                layers.add(view.layers());
                ScheduleViews.people(view).forEach(named::add);
              });
    }
    return new Known(found, layers, named);
  }

  private static ZoneId zone(Map<UUID, Zoned> zones, UUID person) {
    Zoned zoned = zones.get(person);
    return zoned == null ? ZoneOffset.UTC : zoned.zone();
  }

  /** The holidays that the layers observe now. */
  private Set<LocalDate> days(Tx tx, List<List<Layer>> layers) {
    Instant now = clock.instant();
    Set<LocalDate> days = new HashSet<>();
    holidays.entered(tx, layers).stream()
        .filter(day -> day.countsAt(now))
        .forEach(day -> days.add(day.day()));
    return days;
  }

  private static ShownWorkload shown(
      UUID id, Map<UUID, Zoned> zones, Workload workload, Calls calls) {
    ZoneId zone = zone(zones, id);
    Zoned zoned = zones.get(id);
    return new ShownWorkload(
        new ScheduleViews.User(id, zoned == null ? id.toString() : zoned.username()),
        zone.getId(),
        workload.shifts(),
        hours(workload.time()),
        hours(workload.night()),
        hours(workload.weekend()),
        hours(workload.holiday()),
        workload.nights(),
        workload.weekends(),
        workload.holidays(),
        calls.pages(),
        calls.atNight());
  }

  /** With two decimals. */
  private static double hours(Duration time) {
    return Math.round(time.toSeconds() / 36.0) / 100.0;
  }
}
