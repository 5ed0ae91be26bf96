package dev.imas.core.schedule;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.ScheduleRepository.Writing;
import dev.imas.core.schedule.ScheduleViews.ShownSchedule;
import dev.imas.core.user.Successor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /schedules}: schedules, their shifts, gaps and overlaps. */
public final class ScheduleRoutes {

  /** How far ahead gaps and overlaps are looked for. */
  static final Duration AHEAD = Duration.ofDays(14);

  /** The longest time whose shifts one request may ask for. */
  private static final Duration LONGEST = Duration.ofDays(400);

  private static final int MOST_SHIFTS = 10_000;

  /** Further ahead nobody can know. */
  private static final Duration FURTHEST = Duration.ofDays(3_660);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final TeamRepository teams = new TeamRepository();
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final HolidayRepository holidays = new HolidayRepository();
  private final Histories histories = new Histories();

  private final ScheduleFaults faults;

  public ScheduleRoutes(
      Transactions transactions,
      PersonReach people,
      Computations computations,
      InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.faults = new ScheduleFaults(people, computations);
    this.clock = clock;
  }

  public void mount(Api api) {
    new ResourceRoutes<ShownSchedule, ScheduleDraft>(transactions, clock, Schedules::new)
        .mount(
            api,
            "/schedules",
            new ResourceRoutes.Permissions(
                Permission.ON_CALL_READ,
                Permission.SCHEDULE_CREATE,
                Permission.SCHEDULE_MANAGE,
                Permission.SCHEDULE_MANAGE));
    api.get("/schedules/{id}/shifts", Permission.ON_CALL_READ, this::shifts);
    api.get("/schedules/{id}/faults", Permission.ON_CALL_READ, this::faults);
    api.post("/schedules/{id}/preview", Permission.ON_CALL_READ, this::preview);
    api.post("/schedules/{id}/rotate", Permission.OVERRIDE_MANAGE, this::rotate);
  }

  private Answer shifts(Call call) {
    Interval range = range(call.query("from", "until"));
    ScheduleHistory history = history(call, range);
    List<Shift> found = computations.of(call.tenant()).call(() -> history.shifts(range));
    if (found.size() > MOST_SHIFTS) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "until",
          "these are " + found.size() + " shifts; ask for a shorter time");
    }
    return transactions.call(call.tenant(), tx -> Answer.ok(new ShiftList(shown(tx, found))));
  }

  /** Of the schedule that the path names. */
  private ScheduleHistory history(Call call, Interval range) {
    return transactions.call(
        call.tenant(),
        tx -> histories.read(tx, schedules.existing(tx, call.reference("id")).id(), range));
  }

  record ShiftList(List<ScheduleViews.ShownShift> items) {}

  record FaultList(List<ScheduleViews.ShownFault> items) {}

  private Answer faults(Call call) {
    Interval range = range(call.query("from", "until"));
    ScheduleFaults.Calculated calculated =
        faults.calculated(call.tenant(), history(call, range), range);
    return transactions.call(
        call.tenant(),
        tx -> Answer.ok(new FaultList(faults.of(tx, calculated, clock.instant()).shown())));
  }

  /** From now on for two weeks, unless the request says otherwise. */
  private Interval range(Query query) {
    Instant from = query.time("from");
    Instant until = query.time("until");
    Instant start = from == null ? clock.instant() : from;
    Instant end = until == null ? start.plus(AHEAD) : until;
    refuseTooFar("until", end, clock.instant());
    if (!start.isBefore(end)) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "until", "until must be after from");
    }
    if (Duration.between(start, end).compareTo(LONGEST) > 0) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "until",
          "at most " + LONGEST.toDays() + " days can be asked for at once");
    }
    return new Interval(start, end);
  }

  static void refuseTooFar(String parameter, Instant at, Instant now) {
    if (at.isAfter(now.plus(FURTHEST))) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST, parameter, parameter + " is more than ten years ahead");
    }
  }

  record Preview(
      List<ScheduleViews.ShownShift> ends,
      List<ScheduleViews.ShownShift> begins,
      FaultList faults) {}

  /** What a change would do to the shifts of the next days. Writes nothing. */
  private Answer preview(Call call) {
    ScheduleDraft draft = ScheduleDraft.read(call.body());
    Instant now = clock.instant();
    Interval ahead = new Interval(now, now.plus(AHEAD));
    Planned planned =
        transactions.call(
            call.tenant(),
            tx -> {
              ScheduleView before = schedules.existing(tx, call.reference("id"));
              teamNamed(tx, draft.team());
              List<Layer> layers =
                  ScheduleEdit.apply(layers(tx, before, now), layers(tx, draft, now), now);
              return new Planned(
                  histories.read(tx, before.id(), ahead),
                  histories.readWith(tx, before.id(), ahead, layers, now));
            });
    Difference difference =
        computations
            .of(call.tenant())
            .call(() -> Difference.of(planned.present.shifts(ahead), planned.after.shifts(ahead)));
    ScheduleFaults.Calculated calculated = faults.calculated(call.tenant(), planned.after, ahead);
    return transactions.call(
        call.tenant(),
        tx ->
            Answer.ok(
                new Preview(
                    shown(tx, difference.ends),
                    shown(tx, difference.begins),
                    new FaultList(faults.of(tx, calculated, now).shown()))));
  }

  /** A schedule as it is, and as a change would make it. */
  private record Planned(ScheduleHistory present, ScheduleHistory after) {}

  /** What a change does to shifts. */
  private record Difference(List<Shift> ends, List<Shift> begins) {

    /** By what a shift is the same before and after. */
    private record Same(int level, UUID person, Interval when) {

      static Same of(Shift shift) {
        return new Same(shift.level(), shift.person(), shift.when());
      }
    }

    static Difference of(List<Shift> was, List<Shift> will) {
      return new Difference(without(was, will), without(will, was));
    }

    private static List<Shift> without(List<Shift> shifts, List<Shift> others) {
      Set<Same> there = others.stream().map(Same::of).collect(Collectors.toSet());
      return shifts.stream().filter(shift -> !there.contains(Same.of(shift))).toList();
    }
  }

  /** Passes the current turn of a layer to the next slot, from now on. */
  private Answer rotate(Call call) {
    Body body = call.body().only("layer");
    String layer = body.requiredText("layer", 100);
    body.throwIfFaulty();
    Instant now = clock.instant();
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView before = schedules.existing(tx, call.reference("id"));
          call.require(Permission.OVERRIDE_MANAGE, before.team());
          if (before.layers().stream().noneMatch(one -> one.name().equals(layer))) {
            throw Fault.invalid(
                "/layer",
                "is not the name of a layer; the layers are "
                    + String.join(", ", before.layers().stream().map(Layer::name).toList()));
          }
          List<Layer> layers = ScheduleEdit.rotate(layers(tx, before, now), layer, now);
          return Answer.versioned(change(tx, call, before, layers, "rotate", now));
        });
  }

  /** Brings other layers into force. */
  private ShownSchedule change(
      Tx tx, Call call, ScheduleView before, List<Layer> layers, String verb, Instant now) {
    Writing writing =
        new Writing(before.team(), before.name(), before.description(), before.zone(), layers);
    if (!schedules.update(tx, before.id(), writing, before.version(), call.author(), now)) {
      throw Constraints.overtaken();
    }
    ShownSchedule after = changing(tx, before.id());
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("schedule", before.id()),
            verb,
            ScheduleViews.schedule(
                before, people.named(tx, ScheduleViews.people(before).toList()), List.of()),
            after));
    return after;
  }

  /** Puts another in the user's place in each rotation; see {@link ScheduleEdit#handOver}. */
  void handOver(Tx tx, Call call, UUID schedule, UUID user, Successor successor) {
    ScheduleView before = schedules.existing(tx, Reference.of(schedule.toString()));
    if (ScheduleViews.people(before).noneMatch(user::equals)) {
      return;
    }
    call.require(Permission.SCHEDULE_MANAGE, before.team());
    Instant now = clock.instant();
    List<Layer> layers =
        ScheduleEdit.handOver(
            layers(tx, before, now),
            user,
            successor.chosen(),
            successor.of(tx, user, Optional.of(before.team())),
            now);
    if (!layers.equals(layers(tx, before, now))) {
      change(tx, call, before, layers, "reassign", now);
    }
  }

  /** A fault of the body if there is none. */
  private UUID teamNamed(Tx tx, Reference team) {
    return teams
        .findId(tx, team)
        .await()
        .orElseThrow(
            () -> Fault.invalid("/team", "names " + team + ", which is no team; create it first"));
  }

  private List<Layer> layers(Tx tx, ScheduleDraft draft, Instant now) {
    Map<Reference, UUID> calendars = new HashMap<>();
    for (Reference calendar : draft.calendars()) {
      holidays.findId(tx, calendar).ifPresent(id -> calendars.put(calendar, id));
    }
    return holidays.observing(tx, draft.layers(people.find(tx, draft.people()), calendars), now);
  }

  /** The layers of a version, with the holidays of now. */
  private List<Layer> layers(Tx tx, ScheduleView view, Instant now) {
    return holidays.observing(tx, view.layers(), now);
  }

  private List<ScheduleViews.ShownShift> shown(Tx tx, List<Shift> shifts) {
    Map<UUID, Person> named =
        people.named(tx, shifts.stream().flatMap(ScheduleViews::people).toList());
    return shifts.stream().map(shift -> ScheduleViews.shift(shift, named)).toList();
  }

  /** A schedule, and what its gaps and overlaps of the next days are calculated of. */
  private record Known(
      ScheduleView schedule, ScheduleHistory history, Interval ahead, Instant now) {}

  private Known known(Tx tx, ScheduleView schedule) {
    Instant now = clock.instant();
    Interval ahead = new Interval(now, now.plus(AHEAD));
    return new Known(schedule, histories.read(tx, schedule.id(), ahead), ahead, now);
  }

  private ScheduleFaults.Calculated calculated(TenantId tenant, Known known) {
    return faults.calculated(tenant, known.history, known.ahead);
  }

  private ShownSchedule withFaults(Tx tx, Known known, ScheduleFaults.Calculated calculated) {
    return ScheduleViews.schedule(
        known.schedule,
        people.named(tx, ScheduleViews.people(known.schedule).toList()),
        faults.of(tx, calculated, known.now).warnings());
  }

  /**
   * With the gaps and overlaps of the next days, as the transaction sees them. Only for changes,
   * whose audit has them: the connection waits for the computation.
   */
  private ShownSchedule changing(Tx tx, UUID id) {
    ScheduleView view =
        schedules.find(tx, id).orElseThrow(() -> Fault.notFound("there is no schedule " + id));
    Known known = known(tx, view);
    return withFaults(tx, known, calculated(tx.tenant().orElseThrow(), known));
  }

  /** The schedules, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Schedules(call);
  }

  /** The schedules as one call writes them. */
  private final class Schedules implements Resource<ShownSchedule, ScheduleDraft> {

    private final Call call;
    private final String author;

    Schedules(Call call) {
      this.call = call;
      this.author = call.author();
    }

    @Override
    public UUID team(ShownSchedule schedule) {
      return schedule.team().id();
    }

    @Override
    public List<String> filters() {
      return List.of("team");
    }

    @Override
    public Function<Tx, List<ShownSchedule>> list(Query query, ListRange paging) {
      Reference team = query.reference("team");
      return tx -> {
        UUID of = team == null ? null : team.orNothing(teams.findId(tx, team).await());
        List<ScheduleView> views = schedules.list(tx, of, paging.after(), paging.fetch());
        List<UUID> named = new ArrayList<>();
        views.forEach(view -> ScheduleViews.people(view).forEach(named::add));
        Map<UUID, Person> persons = people.named(tx, named);
        return views.stream()
            .map(view -> ScheduleViews.schedule(view, persons, List.of()))
            .toList();
      };
    }

    @Override
    public Object key(ShownSchedule schedule) {
      return schedule.name();
    }

    @Override
    public ScheduleDraft read(Body body) {
      return ScheduleDraft.read(body);
    }

    @Override
    public ShownSchedule existing(Tx tx, Reference reference) {
      return changing(tx, schedules.existing(tx, reference).id());
    }

    @Override
    public ShownSchedule one(TenantId tenant, Transactions transactions, Reference reference) {
      Known known = transactions.call(tenant, tx -> known(tx, schedules.existing(tx, reference)));
      ScheduleFaults.Calculated calculated = calculated(tenant, known);
      return transactions.call(tenant, tx -> withFaults(tx, known, calculated));
    }

    @Override
    public ShownSchedule insert(Tx tx, UUID id, ScheduleDraft draft) {
      Instant now = clock.instant();
      List<Layer> layers = ScheduleEdit.apply(List.of(), layers(tx, draft, now), now);
      schedules.insert(tx, id, writing(tx, draft, layers), author, now);
      return changing(tx, id);
    }

    @Override
    public Audit.Subject subject(ShownSchedule schedule) {
      return new Audit.Subject("schedule", schedule.id());
    }

    @Override
    public String location(ShownSchedule made) {
      return "/schedules/" + made.id();
    }

    @Override
    public @Nullable ShownSchedule update(
        Tx tx, ShownSchedule before, ScheduleDraft draft, int version) {
      Instant now = clock.instant();
      ScheduleView was =
          schedules
              .find(tx, before.id())
              .orElseThrow(() -> Fault.notFound("there is no schedule " + before.id()));
      List<Layer> layers = ScheduleEdit.apply(layers(tx, was, now), layers(tx, draft, now), now);
      Writing writing = writing(tx, draft, layers);
      call.require(Permission.SCHEDULE_MANAGE, writing.team());
      return schedules.update(tx, before.id(), writing, version, author, now)
          ? changing(tx, before.id())
          : null;
    }

    @Override
    public void delete(Tx tx, ShownSchedule there) {
      schedules.delete(tx, there.id(), clock.instant());
    }

    private Writing writing(Tx tx, ScheduleDraft draft, List<Layer> layers) {
      return new Writing(
          teamNamed(tx, draft.team()), draft.name(), draft.description(), draft.zone(), layers);
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("schedule_name")
          ? Fault.conflict("a schedule with this name exists already; choose another name")
          : null;
    }
  }
}
