package dev.imas.core.schedule;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.notice.Notice;
import dev.imas.core.notice.NoticeKind;
import dev.imas.core.notice.Notices;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Shift;
import dev.imas.core.oncall.ShiftOverride;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.SwapRepository.Part;
import dev.imas.core.schedule.SwapRepository.State;
import dev.imas.core.schedule.SwapRepository.Swap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Swaps of shifts that the other has to agree to (ONC-05). One names shifts as they are when it is
 * asked for. It ends when one of them changes, and when one begins without an answer. An accepted
 * one is an override for each of its shifts. Only on a virtual thread.
 */
public final class Swaps {

  /** Written as the author where nobody acts. */
  private static final String IMAS = "IMAS";

  /** The longest shift that is looked for. */
  private static final Duration LONGEST = Duration.ofDays(400);

  private final Notices notices;
  private final TeamReach reach;
  private final InstantSource clock;
  private final ScheduleRepository schedules = new ScheduleRepository();
  private final SwapRepository swaps = new SwapRepository();
  private final OverrideRepository overrides = new OverrideRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final Histories histories = new Histories();

  public Swaps(Notices notices, TeamReach reach, InstantSource clock) {
    this.notices = notices;
    this.reach = reach;
    this.clock = clock;
  }

  /**
   * The whole shift of a person that begins at that time.
   *
   * @param pointer of the member that names the time
   * @throws Fault INVALID if there is none, or if it has begun
   */
  Part shift(Tx tx, UUID schedule, UUID person, int level, Instant from, String pointer) {
    Interval range = new Interval(from.minusSeconds(1), from.plus(LONGEST));
    List<Shift> shifts = histories.calculated(tx, schedule, range).shifts(range);
    Optional<Shift> found =
        shifts.stream()
            .filter(s -> s.level() == level && s.person().equals(person) && s.from().equals(from))
            .findFirst();
    if (found.isEmpty()) {
      throw Fault.invalid(
          pointer,
          "is not the start of a shift of that person at level "
              + level
              + "; GET /schedules/{id}/shifts lists them");
    }
    if (!from.isAfter(clock.instant())) {
      throw Fault.invalid(pointer, "is the start of a shift that has begun; use an override");
    }
    return new Part(level, found.get().when());
  }

  /** Asks the other, who is told. */
  void ask(Tx tx, ScheduleView schedule, Swap swap) {
    swaps.insert(tx, swap);
    Names names = names(tx, swap);
    tell(
        tx,
        schedule,
        swap,
        List.of(swap.taker()),
        Saying.of("swap.asks", names.giver, schedule.name()),
        words(swap, names, schedule.zone())
            .line(Saying.of("swap.answer"))
            .line(Saying.plain(swap.note())));
  }

  /**
   * Makes an override for each of its shifts; who asked is told.
   *
   * @param by who accepts
   * @throws Fault CONFLICT if a shift has changed or begun
   */
  Swap accept(Tx tx, ScheduleView schedule, Swap swap, String by) {
    Instant now = clock.instant();
    if (!swap.begins().isAfter(now)) {
      throw Fault.conflict("a shift of this swap has begun; use an override");
    }
    if (!isAsItWas(tx, swap, now)) {
      throw Fault.conflict("a shift of this swap has changed, so the swap ends; ask for a new one");
    }
    UUID given = override(tx, swap, swap.given(), swap.giver(), swap.taker(), now, by);
    Part inReturn = swap.inReturn();
    UUID returned =
        inReturn == null ? null : override(tx, swap, inReturn, swap.taker(), swap.giver(), now, by);
    return answer(tx, schedule, swap, State.ACCEPTED, given, returned, by);
  }

  private UUID override(
      Tx tx, Swap swap, Part part, UUID instead, UUID person, Instant now, String by) {
    UUID id = UuidV7.at(clock.millis());
    overrides.insert(
        tx,
        swap.schedule(),
        new ShiftOverride(id, now, part.level(), part.when(), Optional.of(instead), person),
        "swap " + swap.id(),
        by);
    return id;
  }

  /** Without a change of who is on call; the other one is told. */
  Swap refuse(Tx tx, ScheduleView schedule, Swap swap, State state, String by) {
    return answer(tx, schedule, swap, state, null, null, by);
  }

  private Swap answer(
      Tx tx,
      ScheduleView schedule,
      Swap swap,
      State state,
      @Nullable UUID given,
      @Nullable UUID returned,
      String by) {
    swaps.end(tx, swap.id(), state, given, returned, clock.instant(), by);
    Names names = names(tx, swap);
    boolean isWithdrawn = state == State.WITHDRAWN;
    Swap ended = swaps.find(tx, swap.schedule(), swap.id()).orElseThrow();
    tell(
        tx,
        schedule,
        ended,
        List.of(isWithdrawn ? swap.taker() : swap.giver()),
        Saying.of(
            switch (state) {
              case ACCEPTED -> "swap.accepted";
              case DECLINED -> "swap.declined";
              default -> "swap.withdrawn";
            },
            isWithdrawn ? names.giver : names.taker,
            schedule.name()),
        words(swap, names, schedule.zone()));
    return ended;
  }

  /**
   * Ends those of a schedule whose shifts have begun or changed, and tells both.
   *
   * @return how many
   */
  int follow(Tx tx, UUID schedule) {
    Instant now = clock.instant();
    Optional<ScheduleView> view = schedules.find(tx, schedule);
    int ended = 0;
    for (Swap swap : swaps.lockRunning(tx, schedule, now)) {
      Optional<State> state = endOf(tx, view, swap, now);
      if (state.isPresent()) {
        end(tx, view, swap, state.get(), now);
        ended++;
      }
    }
    return ended;
  }

  private Optional<State> endOf(Tx tx, Optional<ScheduleView> view, Swap swap, Instant now) {
    if (view.isEmpty() || !isAsItWas(tx, swap, now)) {
      return Optional.of(State.MOVED);
    }
    return swap.state() == State.OPEN && !swap.begins().isAfter(now)
        ? Optional.of(State.EXPIRED)
        : Optional.empty();
  }

  private void end(Tx tx, Optional<ScheduleView> view, Swap swap, State state, Instant now) {
    swaps.end(tx, swap.id(), state, null, null, now, IMAS);
    swap.overrides().forEach(override -> overrides.end(tx, override, now, IMAS));
    if (view.isEmpty()) {
      return; // Nobody is on call there any more.
    }
    Names names = names(tx, swap);
    ScheduleView schedule = view.get();
    boolean wasAccepted = swap.state() == State.ACCEPTED;
    tell(
        tx,
        schedule,
        swaps.find(tx, swap.schedule(), swap.id()).orElseThrow(),
        List.of(swap.giver(), swap.taker()),
        Saying.of(state == State.MOVED ? "swap.moved" : "swap.unanswered", schedule.name()),
        words(swap, names, schedule.zone())
            .line(wasAccepted ? Saying.of("swap.again") : Saying.NOTHING));
  }

  /** Whether each shift that is not over is as it was, the swap's own overrides aside. */
  private boolean isAsItWas(Tx tx, Swap swap, Instant now) {
    Part inReturn = swap.inReturn();
    Set<UUID> own = new HashSet<>(swap.overrides());
    return isAsItWas(tx, swap, swap.given(), swap.giver(), own, now)
        && (inReturn == null || isAsItWas(tx, swap, inReturn, swap.taker(), own, now));
  }

  private boolean isAsItWas(Tx tx, Swap swap, Part part, UUID person, Set<UUID> own, Instant now) {
    if (!part.when().until().isAfter(now)) {
      return true;
    }
    // A moment more at both ends, so that a longer shift is seen to be one.
    Interval range =
        new Interval(part.when().from().minusSeconds(1), part.when().until().plusSeconds(1));
    return histories.calculatedWithout(tx, swap.schedule(), range, own).shifts(range).stream()
        .anyMatch(
            shift ->
                shift.level() == part.level()
                    && shift.person().equals(person)
                    && shift.when().equals(part.when()));
  }

  private void tell(
      Tx tx, ScheduleView schedule, Swap swap, List<UUID> to, Saying title, Saying text) {
    Notice notice =
        new Notice(
            NoticeKind.SCHEDULE,
            swap.id(),
            "swap " + swap.state().wireName(),
            Severity.SEV3_MEDIUM,
            title,
            text,
            "/schedules/" + schedule.id());
    notices.send(tx, notice, reach.ofUsers(tx, to));
  }

  private record Names(String giver, String taker) {}

  private Names names(Tx tx, Swap swap) {
    Map<UUID, Person> named = people.named(tx, List.of(swap.giver(), swap.taker()));
    return new Names(
        ScheduleViews.user(swap.giver(), named).username(),
        ScheduleViews.user(swap.taker(), named).username());
  }

  private static Saying words(Swap swap, Names names, ZoneId zone) {
    Part inReturn = swap.inReturn();
    Saying words = shift(swap.given(), names.giver, zone).and("swap.goes", names.taker);
    return inReturn == null
        ? words
        : words.line(
            Saying.of("swap.return")
                .and(shift(inReturn, names.taker, zone))
                .and("swap.goes", names.giver));
  }

  private static Saying shift(Part part, String of, ZoneId zone) {
    Saying shift =
        Saying.of("swap.shift", of)
            .and(Saying.time(part.when().from(), zone))
            .and("schedule.to")
            .and(Saying.time(part.when().until(), zone));
    return part.level() == 1 ? shift : shift.and("swap.level", part.level());
  }
}
