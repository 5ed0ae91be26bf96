package dev.imas.core.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.bus.Saying;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Warning;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.Notices;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OverrideRepository.OverrideView;
import dev.imas.core.schedule.OverrideRoutes.ShownOverride;
import dev.imas.core.schedule.Rosters.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code /me/shifts} and {@code /schedules/{schedule}/covers}: one's own shifts, and somebody else
 * who takes a part of them at once. A cover is an override that replaces whoever asks for it. Where
 * the other has to agree first, it is a swap.
 */
public final class CoverRoutes {

  /** Shifts are computed, so no caller may ask for years of them. */
  private static final Duration LONGEST = Duration.ofDays(31);

  /** How far back the begin of a shift that still runs is looked for. */
  private static final Duration RUNNING = Duration.ofDays(31);

  private final Transactions transactions;
  private final OverrideRoutes overrides;
  private final PersonReach reach;
  private final Notices notices;
  private final TeamReach receivers;
  private final Rosters rosters;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();

  CoverRoutes(
      Transactions transactions,
      Computations computations,
      OverrideRoutes overrides,
      PersonReach reach,
      Notices notices,
      TeamReach receivers,
      InstantSource clock) {
    this.transactions = transactions;
    this.overrides = overrides;
    this.reach = reach;
    this.notices = notices;
    this.receivers = receivers;
    this.rosters = new Rosters(transactions, computations);
    this.clock = clock;
  }

  public void mount(Api api) {
    String all = "/schedules/{schedule}/covers";
    api.get("/me/shifts", Permission.ON_CALL_READ, this::shifts);
    api.post(all, Permission.SWAP_ASK, this::cover);
    api.delete(all + "/{id}", Permission.SWAP_ASK, this::end);
  }

  /**
   * @param from when it begins or began; no earlier than a month ago
   * @param until when it ends; no later than what was asked for
   */
  record ShownOwnShift(
      UUID schedule, String scheduleName, int level, Instant from, Instant until) {}

  record ShownOwnShifts(List<ShownOwnShift> items) {}

  private Answer shifts(Call call) {
    Instant now = clock.instant();
    Instant asked = call.query("until").time("until");
    Instant until = asked == null ? now.plus(LONGEST) : asked;
    if (!until.isAfter(now) || Duration.between(now, until).compareTo(LONGEST) > 0) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "until",
          "until must be in the next " + LONGEST.toDays() + " days");
    }
    UUID self = self(call);
    return Answer.ok(
        new ShownOwnShifts(
            rosters.ofUser(call.tenant(), self, new Interval(now.minus(RUNNING), until)).stream()
                .filter(entry -> entry.shift().until().isAfter(now))
                .sorted(Comparator.comparing(entry -> entry.shift().from()))
                .map(CoverRoutes::shown)
                .toList()));
  }

  private static ShownOwnShift shown(Entry entry) {
    Shift shift = entry.shift();
    return new ShownOwnShift(
        entry.schedule(), entry.scheduleName(), shift.level(), shift.from(), shift.until());
  }

  private static UUID self(Call call) {
    Principal.Person self = call.principal().person();
    if (self == null) {
      throw Fault.conflict("this token belongs to no user, so it has no shifts; use a user's");
    }
    return self.id();
  }

  private record Draft(Interval when, Reference other, String note) {}

  /**
   * @param items an override for each level at which the caller is on call in that time
   * @param warnings that the other cannot be called, why, and what mends it
   */
  record ShownCover(
      List<ShownOverride> items,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings) {}

  private Answer cover(Call call) {
    Instant now = clock.instant();
    Draft draft = draft(call.body(), now);
    UUID schedule =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID of = schedules.existing(tx, call.reference("schedule")).id();
              overrides.existing(tx, draft.other, "/user");
              return of;
            });
    UUID self = self(call);
    List<Integer> levels =
        rosters.ofUser(call.tenant(), self, draft.when).stream()
            .filter(entry -> entry.schedule().equals(schedule))
            .map(entry -> entry.shift().level())
            .distinct()
            .sorted()
            .toList();
    if (levels.isEmpty()) {
      throw Fault.invalid(
          "/until", "leaves a time in which you have no shift; GET /me/shifts lists yours");
    }
    return transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, Reference.of(schedule.toString()));
          UUID other = overrides.existing(tx, draft.other, "/user");
          if (other.equals(self)) {
            throw Fault.invalid("/user", "is yourself; name who covers your shift");
          }
          List<ShownOverride> made =
              levels.stream()
                  .map(level -> insert(tx, call, of, self, other, level, draft, now))
                  .toList();
          tell(tx, of, self, other, draft, made.getFirst());
          return Answer.created(
              Api.BASE + "/schedules/" + schedule + "/overrides/" + made.getFirst().id(),
              new ShownCover(made, warnings(tx, other)));
        });
  }

  private ShownOverride insert(
      Tx tx,
      Call call,
      ScheduleView of,
      UUID self,
      UUID other,
      int level,
      Draft draft,
      Instant now) {
    return overrides.insert(
        tx,
        call,
        of.id(),
        new ShiftOverride(
            UuidV7.at(clock.millis()), now, level, draft.when, Optional.of(self), other),
        draft.note);
  }

  private List<Warning> warnings(Tx tx, UUID other) {
    return reach.plan(tx, List.of(other), Severity.SEV1_CRITICAL, Set.of()).values().stream()
        .flatMap(one -> one.warningAt("/user").stream())
        .toList();
  }

  private void tell(
      Tx tx, ScheduleView of, UUID self, UUID other, Draft draft, ShownOverride first) {
    String username = ScheduleViews.user(self, people.named(tx, List.of(self))).username();
    notices.send(
        tx,
        new Notice(
            NoticeKind.SCHEDULE,
            first.id(),
            "cover",
            Severity.SEV3_MEDIUM,
            Saying.of("cover.title", username, of.name()),
            Saying.of("cover.when")
                .and(Saying.time(draft.when.from(), of.zone()))
                .and("schedule.to")
                .and(Saying.time(draft.when.until(), of.zone()))
                .line(Saying.plain(draft.note)),
            "/schedules/" + of.id()),
        receivers.ofUsers(tx, List.of(other)));
  }

  private static Draft draft(Body body, Instant now) {
    body.only("user", "from", "until", "note");
    Instant from = body.time("from");
    Instant start = from == null ? now : from;
    Instant until = body.time("until");
    if (from != null && from.isBefore(now)) {
      body.fault("/from", "is in the past, which cannot be changed; leave it out to begin now");
    }
    Interval when = new Interval(now, now.plus(LONGEST));
    if (until == null) {
      body.fault("/until", "is missing; send the time at which you take over again");
    } else if (!start.isBefore(until)) {
      body.fault("/until", "must be after from, and in the future");
    } else if (Duration.between(start, until).compareTo(LONGEST) > 0) {
      body.fault("/until", "is more than " + LONGEST.toDays() + " days after from");
    } else {
      when = new Interval(start, until);
    }
    Draft draft = new Draft(when, body.requiredReference("user"), body.text("note", 1_000, ""));
    body.throwIfFaulty();
    return draft;
  }

  /** Whoever is replaced takes over again from now on. Covers of others need more. */
  private Answer end(Call call) {
    Instant now = clock.instant();
    transactions.call(
        call.tenant(),
        tx -> {
          ScheduleView of = schedules.existing(tx, call.reference("schedule"));
          OverrideView there = overrides.running(tx, of.id(), call.pathId("id"), now);
          UUID replaced = there.instead();
          if (replaced == null || !call.isOf(replaced)) {
            call.require(Permission.OVERRIDE_MANAGE, of.team());
          }
          overrides.end(tx, call, there, now);
          return there;
        });
    return Answer.noContent();
  }
}
