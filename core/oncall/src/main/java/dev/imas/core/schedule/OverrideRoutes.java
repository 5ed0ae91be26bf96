package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.UuidV7;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OverrideRepository.OverrideView;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.user.Successor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /schedules/{schedule}/overrides}: who is on call instead, for a time. */
public final class OverrideRoutes {

  private static final int LONGEST_ICS = 500_000;
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final OverrideRepository overrides = new OverrideRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  public OverrideRoutes(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  public void mount(Api api) {
    String all = "/schedules/{schedule}/overrides";
    api.get(all, Permission.ON_CALL_READ, this::list);
    api.post(all, Permission.OVERRIDE_MANAGE, this::create);
    api.post(all + "/import", Permission.OVERRIDE_MANAGE, this::importIcs);
    api.get(all + "/{id}", Permission.ON_CALL_READ, this::get);
    api.delete(all + "/{id}", Permission.OVERRIDE_MANAGE, this::end);
  }

  /**
   * @param insteadOf the one person who is replaced; null if all of the level are
   * @param endedAt when somebody ended it before its time
   */
  record ShownOverride(
      UUID id,
      int level,
      Instant from,
      Instant until,
      ScheduleViews.User user,
      ScheduleViews.@Nullable User insteadOf,
      String note,
      Instant madeAt,
      String madeBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant endedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String endedBy,
      int version)
      implements Versioned {}

  private Answer list(Call call) {
    Query query = call.query("from", "until", "limit", "cursor");
    Instant from = query.time("from");
    Instant until = query.time("until");
    ListRange paging = query.paging();
    Instant start = from == null ? clock.instant() : from;
    Instant end = until == null ? start.plus(LONGEST) : until;
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID schedule = schedules.existing(tx, call.reference("schedule")).id();
          List<OverrideView> found =
              overrides.list(tx, schedule, start, end, paging.afterId(), paging.fetch());
          return Answer.page(shown(tx, found), paging, ShownOverride::id);
        });
  }

  private Answer get(Call call) {
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID schedule = schedules.existing(tx, call.reference("schedule")).id();
          return Answer.versioned(read(tx, schedule, call.pathId("id")));
        });
  }

  private record Draft(
      int level, Interval when, Reference person, @Nullable Reference instead, String note) {}

  private Answer create(Call call) {
    Instant now = clock.instant();
    Draft draft = draft(call.body(), now);
    UUID id = UuidV7.at(clock.millis());
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          call.require(Permission.OVERRIDE_MANAGE, of.team());
          UUID schedule = of.id();
          ShiftOverride made =
              new ShiftOverride(
                  id,
                  now,
                  draft.level,
                  draft.when,
                  Optional.ofNullable(draft.instead)
                      .map(person -> existing(tx, person, "/instead_of")),
                  existing(tx, draft.person, "/user"));
          ShownOverride shown = insert(tx, call, schedule, made, draft.note);
          return Answer.created(Api.BASE + "/schedules/" + schedule + "/overrides/" + id, shown);
        });
  }

  ShownOverride insert(Tx tx, Call call, UUID schedule, ShiftOverride made, String note) {
    overrides.insert(tx, schedule, made, note, call.author());
    ShownOverride shown = read(tx, schedule, made.id());
    call.audit(tx, Audit.Change.create(new Audit.Subject("override", made.id()), shown));
    return shown;
  }

  /**
   * @param there how many existed already
   */
  record ShownImport(List<ShownOverride> items, int there) {}

  private Answer importIcs(Call call) {
    Body body = call.body().only("ics", "level");
    String ics = body.requiredText("ics", LONGEST_ICS);
    int level = body.whole("level", 1, Layer.MOST_LEVELS, 1);
    body.throwIfFaulty();
    OverrideImport importing = new OverrideImport(clock);
    ScheduleView asked = transactions.call(call.tenant(), tx -> importable(tx, call));
    OverrideImport.Read read =
        computations.of(call.tenant()).call(() -> importing.read(ics, asked.zone()));
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = importable(tx, call);
          OverrideImport.Imported imported = importing.run(tx, of, read, level, call.author());
          List<ShownOverride> made =
              imported.made().stream().map(id -> read(tx, of.id(), id)).toList();
          made.forEach(
              one ->
                  call.audit(
                      tx, Audit.Change.create(new Audit.Subject("override", one.id()), one)));
          return Answer.ok(new ShownImport(made, imported.there()));
        });
  }

  private ScheduleView importable(Tx tx, Call call) {
    ScheduleView of = schedules.existing(tx, call.reference("schedule"));
    call.require(Permission.OVERRIDE_MANAGE, of.team());
    return of;
  }

  private static Draft draft(Body body, Instant now) {
    body.only("level", "from", "until", "user", "instead_of", "note");
    Instant from = body.time("from");
    Instant until = body.time("until");
    Instant start = from == null ? now : from;
    if (from != null && from.isBefore(now)) {
      body.fault("/from", "is in the past, which cannot be changed; leave it out to begin now");
    }
    Interval when = new Interval(now, now.plus(LONGEST));
    if (until == null) {
      body.fault("/until", "is missing; send the time at which the override ends");
    } else if (!start.isBefore(until)) {
      body.fault("/until", "must be after from, and in the future");
    } else if (Duration.between(start, until).compareTo(LONGEST) > 0) {
      body.fault("/until", "is more than " + LONGEST.toDays() + " days after from");
    } else {
      when = new Interval(start, until);
    }
    String instead = body.text("instead_of", 200);
    Draft draft =
        new Draft(
            body.whole("level", 1, Layer.MOST_LEVELS, 1),
            when,
            body.requiredReference("user"),
            instead == null ? null : Reference.of(instead.strip()),
            body.text("note", 1_000, ""));
    body.throwIfFaulty();
    return draft;
  }

  UUID existing(Tx tx, Reference person, String pointer) {
    UUID id = people.find(tx, List.of(person)).get(person);
    if (id == null) {
      throw Fault.invalid(pointer, "names " + person + ", who is no user; create the user first");
    }
    return id;
  }

  /** Ends it now; if it has not begun, it never will. What was stays as it was. */
  private Answer end(Call call) {
    Instant now = clock.instant();
    transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          call.require(Permission.OVERRIDE_MANAGE, of.team());
          OverrideView there = running(tx, of.id(), call.pathId("id"), now);
          end(tx, call, there, now);
          return there;
        });
    return Answer.noContent();
  }

  /**
   * One that is not over.
   *
   * @throws Fault NOT_FOUND if there is none, CONFLICT if it is over
   */
  OverrideView running(Tx tx, UUID schedule, UUID id, Instant now) {
    OverrideView there = find(tx, schedule, id);
    if (!there.until().isAfter(now)) {
      throw Fault.conflict("the override is over, and the past cannot be changed");
    }
    return there;
  }

  void end(Tx tx, Call call, OverrideView there, Instant now) {
    overrides.end(tx, there.id(), now, call.author());
    call.audit(
        tx,
        new Audit.Change(
            new Audit.Subject("override", there.id()),
            "end",
            shown(tx, List.of(there)).getFirst(),
            read(tx, there.schedule(), there.id())));
  }

  /**
   * Ends the overrides that put the user on call. A successor who was chosen gets others like them;
   * otherwise the rotations are in force again.
   */
  void handOver(Tx tx, Call call, UUID schedule, UUID user, Successor successor) {
    Instant now = clock.instant();
    List<OverrideView> running = overrides.running(tx, schedule, user, now);
    if (running.isEmpty()) {
      return;
    }
    call.require(
        Permission.OVERRIDE_MANAGE,
        schedules.existing(tx, Reference.of(schedule.toString())).team());
    for (OverrideView there : running) {
      end(tx, call, there, now);
      successor
          .chosen()
          .filter(by -> !by.equals(there.instead()))
          .ifPresent(by -> insert(tx, call, schedule, likeIt(there, by, now), there.note()));
    }
  }

  private ShiftOverride likeIt(OverrideView there, UUID by, Instant now) {
    Instant from = there.from().isBefore(now) ? now : there.from();
    return new ShiftOverride(
        UuidV7.at(clock.millis()),
        now,
        there.level(),
        new Interval(from, there.until()),
        Optional.ofNullable(there.instead()),
        by);
  }

  private OverrideView find(Tx tx, UUID schedule, UUID id) {
    return overrides
        .find(tx, schedule, id)
        .orElseThrow(() -> Fault.notFound("there is no override " + id));
  }

  private ShownOverride read(Tx tx, UUID schedule, UUID id) {
    return shown(tx, List.of(find(tx, schedule, id))).getFirst();
  }

  private List<ShownOverride> shown(Tx tx, List<OverrideView> views) {
    Map<UUID, Person> named =
        people.named(
            tx,
            views.stream()
                .flatMap(
                    view ->
                        Stream.concat(Stream.of(view.person()), Stream.ofNullable(view.instead())))
                .toList());
    return views.stream().map(view -> shown(view, named)).toList();
  }

  private static ShownOverride shown(OverrideView view, Map<UUID, Person> named) {
    UUID instead = view.instead();
    return new ShownOverride(
        view.id(),
        view.level(),
        view.from(),
        view.until(),
        ScheduleViews.user(view.person(), named),
        instead == null ? null : ScheduleViews.user(instead, named),
        view.note(),
        view.madeAt(),
        view.madeBy(),
        view.endedAt(),
        view.endedBy(),
        view.version());
  }
}
