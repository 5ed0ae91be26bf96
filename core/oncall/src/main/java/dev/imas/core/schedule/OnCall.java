package dev.imas.core.schedule;

import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.OnCallChain;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.NoteRepository.Note;
import dev.imas.core.schedule.SchedulePersonRepository.Person;
import dev.imas.core.schedule.SchedulePersonRepository.There;
import dev.imas.core.schedule.TeamOnCallRepository.StandIns;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call for a team at a time (ONC-03). Whoever tells people, permits them something or
 * shows them asks this.
 */
public final class OnCall implements OnCallLookup {

  /**
   * @param shifts all levels of the team's schedules
   * @param notes of the hand-overs at which these shifts began, where they were asked for
   * @param people everybody whom shifts, answer and notes name
   */
  record Found(
      List<Shift> shifts, OnCallChain.Answer answer, List<Note> notes, Map<UUID, Person> people) {}

  /**
   * Who is on call for a team.
   *
   * @param shifts all levels of its schedules, also of people who cannot be told
   * @param answer whom the chain found
   * @param bySchedule the same shifts by their schedule
   */
  public record OfTeam(
      List<Shift> shifts, OnCallChain.Answer answer, Map<UUID, List<Shift>> bySchedule) {

    /** The schedules that have this shift; more than one if they plan the same. */
    public Set<UUID> schedulesOf(Shift shift) {
      return bySchedule.entrySet().stream()
          .filter(schedule -> schedule.getValue().contains(shift))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }
  }

  private static final Duration A_YEAR = Duration.ofDays(366);
  private static final int MOST_ENDS = 100;

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final TeamOnCallRepository teams = new TeamOnCallRepository();
  private final SchedulePersonRepository people = new SchedulePersonRepository();
  private final NoteRepository notes = new NoteRepository();
  private final Histories histories = new Histories();

  /** Who is to be told, each once; empty if the team has nobody at all. */
  public List<UUID> of(Tx tx, UUID team, Instant at) {
    return find(tx, team, at).answer.people();
  }

  /** The same with how they were found, and with everybody at the other levels. */
  public OfTeam ofTeam(Tx tx, UUID team, Instant at) {
    Future<StandIns> others = teams.ask(tx, team);
    Map<UUID, List<Shift>> bySchedule = Pipeline.beside(others, () -> shifts(tx, team, at));
    Found found = found(tx, at, flat(bySchedule), List.of(), others.await());
    return new OfTeam(found.shifts, found.answer, bySchedule);
  }

  /** Whoever a schedule has on call, by level; nobody if it is gone. */
  public List<Shift> ofSchedule(Tx tx, UUID schedule, Instant at) {
    if (schedules.find(tx, schedule).isEmpty()) {
      return List.of();
    }
    return histories.calculated(tx, schedule, new Interval(at, at.plusNanos(1))).onCallAt(at);
  }

  /**
   * The first moment of that time at which nobody is on call for the team; empty: somebody always
   * is. Only where a shift ends can that begin, and it looks at a hundred ends at most.
   */
  public Optional<Instant> firstGap(Tx tx, UUID team, Interval time) {
    List<Shift> shifts = new ArrayList<>();
    for (UUID schedule : schedules.ofTeam(tx, team, time.from())) {
      shifts.addAll(histories.calculated(tx, schedule, time).shifts(time));
    }
    return Stream.concat(
            Stream.of(time.from()),
            shifts.stream().map(Shift::until).filter(time::holds).sorted().distinct())
        .limit(MOST_ENDS)
        .filter(at -> shifts.stream().noneMatch(shift -> shift.when().holds(at)))
        .filter(at -> of(tx, team, at).isEmpty())
        .findFirst();
  }

  /** At any level of the team's schedules, or standing in for them. */
  @Override
  public Future<Boolean> isOnCall(Tx tx, UUID user, UUID team, Instant at) {
    Found found = find(tx, team, at);
    return Future.succeededFuture(
        found.answer.people().contains(user)
            || found.shifts.stream().anyMatch(shift -> shift.person().equals(user)));
  }

  @Override
  public List<UUID> firstOnCall(Tx tx, Collection<String> names, Instant at) {
    return schedules.named(tx, names).stream()
        .flatMap(
            schedule -> {
              List<Shift> shifts = ofSchedule(tx, schedule, at);
              int first = shifts.stream().mapToInt(Shift::level).min().orElse(0);
              return shifts.stream().filter(shift -> shift.level() == first);
            })
        .map(Shift::person)
        .distinct()
        .toList();
  }

  /** The shifts are cut to the moment, which is now or later: a page waits for this. */
  private Found find(Tx tx, UUID team, Instant at) {
    Future<StandIns> others = teams.ask(tx, team);
    List<Shift> shifts = flat(Pipeline.beside(others, () -> shifts(tx, team, at)));
    return found(tx, at, shifts, List.of(), others.await());
  }

  private Map<UUID, List<Shift>> shifts(Tx tx, UUID team, Instant at) {
    Interval moment = new Interval(at, at.plusNanos(1));
    Map<UUID, List<Shift>> shifts = new LinkedHashMap<>();
    for (UUID schedule : schedules.ofTeam(tx, team, at)) {
      shifts.put(schedule, histories.calculated(tx, schedule, moment).onCallAt(at));
    }
    return shifts;
  }

  private static List<Shift> flat(Map<UUID, List<Shift>> bySchedule) {
    List<Shift> all = new ArrayList<>();
    bySchedule.values().forEach(all::addAll);
    return all;
  }

  /** The same with whole shifts, of which up to a year before and after the moment is known. */
  Found findWhole(Tx tx, UUID team, Instant at) {
    List<Shift> shifts = new ArrayList<>();
    List<Note> written = new ArrayList<>();
    for (UUID schedule : schedules.ofTeam(tx, team, at)) {
      ScheduleHistory history = histories.read(tx, schedule, around(at, A_YEAR));
      List<Shift> own = whole(history, at);
      shifts.addAll(own);
      written.addAll(notes(tx, schedule, own));
    }
    return found(tx, at, shifts, written, teams.read(tx, team));
  }

  /** What was written for those who have these shifts: the hand-over lies in the shift. */
  private List<Note> notes(Tx tx, UUID schedule, List<Shift> shifts) {
    if (shifts.isEmpty()) {
      return List.of();
    }
    Instant from = shifts.stream().map(Shift::from).min(Comparator.naturalOrder()).orElseThrow();
    Instant until = shifts.stream().map(Shift::until).max(Comparator.naturalOrder()).orElseThrow();
    return notes.ofHandOvers(tx, List.of(schedule), new Interval(from, until)).stream()
        .filter(
            note ->
                shifts.stream()
                    .anyMatch(
                        shift ->
                            shift.level() == note.level() && shift.when().holds(note.handOver())))
        .toList();
  }

  private static List<Shift> whole(ScheduleHistory history, Instant at) {
    List<Shift> shifts = List.of();
    for (Duration near : List.of(Duration.ofDays(8), Duration.ofDays(64), A_YEAR)) {
      Interval range = around(at, near);
      shifts = history.shifts(range).stream().filter(shift -> shift.when().holds(at)).toList();
      if (shifts.stream().noneMatch(shift -> isCut(shift, range))) {
        return shifts;
      }
    }
    return shifts;
  }

  private static boolean isCut(Shift shift, Interval range) {
    return shift.from().equals(range.from()) || shift.until().equals(range.until());
  }

  private static Interval around(Instant at, Duration near) {
    return new Interval(at.minus(near), at.plus(near));
  }

  private Found found(Tx tx, Instant at, List<Shift> shifts, List<Note> written, StandIns others) {
    shifts.sort(Comparator.comparingInt(Shift::level));
    OnCallChain chain = new OnCallChain(shifts, others.current(), others.manager(), others.last());
    Map<UUID, There> there =
        people.there(
            tx,
            Stream.of(
                    shifts.stream().flatMap(ScheduleViews::people),
                    written.stream().map(Note::author),
                    Stream.of(others.current(), others.manager(), others.last())
                        .flatMap(Optional::stream))
                .flatMap(ids -> ids)
                .toList(),
            at);
    Map<UUID, Person> named = new HashMap<>();
    there.forEach((id, one) -> named.put(id, one.person()));
    return new Found(
        shifts,
        chain.answer(id -> isActive(named.get(id)), id -> isAway(there.get(id))),
        written,
        named);
  }

  private static boolean isActive(@Nullable Person person) {
    return person != null && person.isActive();
  }

  private static boolean isAway(@Nullable There one) {
    return one != null && one.isAway();
  }
}
