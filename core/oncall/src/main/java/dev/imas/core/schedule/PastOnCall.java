package dev.imas.core.schedule;

import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.OnCallChain;
import dev.imas.core.oncall.ScheduleHistory;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.ScheduleRepository.Life;
import dev.imas.core.schedule.TeamOnCallRepository.StandIns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who was on call at any time of a range, as {@code GET /teams/{team}/on-call} answers for the
 * past: each schedule is read once, and moments are then answered from memory. Who stands in, and
 * which team a schedule is of, is as it is today.
 *
 * <p>To read needs a transaction, and a virtual thread. One thread at a time.
 */
public final class PastOnCall {

  /** Each with its shifts of the whole range. */
  public static final int MOST_SCHEDULES = 1_000;

  private record Kept(Life life, ScheduleHistory history, List<Shift> shifts) {

    boolean wasThere(Instant at) {
      Instant until = life.until();
      return !life.from().isAfter(at) && (until == null || at.isBefore(until));
    }

    List<Shift> at(Instant at) {
      return wasThere(at) ? history.onCallAt(at) : List.of();
    }
  }

  private record Team(List<UUID> schedules, StandIns standIns) {}

  private final Interval range;
  private final PastPeople people;
  private final ScheduleRepository repository = new ScheduleRepository();
  private final TeamOnCallRepository standIns = new TeamOnCallRepository();
  private final Histories histories = new Histories();
  private final Map<UUID, Optional<Kept>> schedules = new HashMap<>();
  private final Map<UUID, Team> teams = new HashMap<>();

  public PastOnCall(Interval range, PastPeople people) {
    this.range = range;
    this.people = people;
  }

  /**
   * Reads a team's schedules, unless they are known.
   *
   * @return false if there is no room for them
   */
  public boolean readTeam(Tx tx, UUID team) {
    if (teams.containsKey(team)) {
      return true;
    }
    List<UUID> ids = repository.ofTeam(tx, team, range);
    for (UUID id : ids) {
      if (!readSchedule(tx, id)) {
        return false;
      }
    }
    StandIns others = standIns.read(tx, team);
    people.read(
        tx,
        Stream.of(others.current(), others.manager(), others.last())
            .flatMap(Optional::stream)
            .toList());
    teams.put(team, new Team(ids, others));
    return true;
  }

  /**
   * Reads a schedule, unless it is known.
   *
   * @return false if there is no room for it
   */
  public boolean readSchedule(Tx tx, UUID id) {
    if (schedules.containsKey(id)) {
      return true;
    }
    if (schedules.size() >= MOST_SCHEDULES) {
      return false;
    }
    Optional<Kept> read = repository.life(tx, id).map(life -> read(tx, id, life));
    schedules.put(id, read);
    return true;
  }

  private Kept read(Tx tx, UUID id, Life life) {
    ScheduleHistory history = histories.read(tx, id, range);
    List<Shift> shifts = history.shifts(range);
    people.read(tx, shifts.stream().map(Shift::person).toList());
    return new Kept(life, history, shifts);
  }

  /** Of a team that was read, at a time of the range. */
  public OnCall.OfTeam ofTeam(UUID id, Instant at) {
    Team team = teams.get(id);
    if (team == null) {
      throw new IllegalStateException("the on-call of " + id + " was not read");
    }
    Map<UUID, List<Shift>> bySchedule = new LinkedHashMap<>();
    List<Shift> shifts = new ArrayList<>();
    for (UUID schedule : team.schedules) {
      Kept kept = kept(schedule);
      if (kept != null && kept.wasThere(at)) {
        List<Shift> own = kept.at(at);
        bySchedule.put(schedule, own);
        shifts.addAll(own);
      }
    }
    shifts.sort(Comparator.comparingInt(Shift::level));
    StandIns others = team.standIns;
    OnCallChain chain = new OnCallChain(shifts, others.current(), others.manager(), others.last());
    return new OnCall.OfTeam(
        shifts,
        chain.answer(person -> people.isActive(person, at), person -> people.isAway(person, at)),
        bySchedule);
  }

  /** Of a schedule that was read, at a time of the range. */
  public List<Shift> ofSchedule(UUID id, Instant at) {
    Kept kept = kept(id);
    return kept == null ? List.of() : kept.at(at);
  }

  private @Nullable Kept kept(UUID schedule) {
    return schedules.getOrDefault(schedule, Optional.empty()).orElse(null);
  }

  /** The schedules of a team that was read. */
  public List<UUID> schedulesOf(UUID team) {
    Team known = teams.get(team);
    return known == null ? List.of() : known.schedules;
  }

  /** Everybody whom these may have told within the range. */
  public Set<UUID> peopleOf(Set<UUID> ofTeams, Set<UUID> ofSchedules) {
    Set<UUID> all = new HashSet<>();
    each(ofTeams, ofSchedules).forEach(kept -> kept.shifts.forEach(s -> all.add(s.person())));
    for (UUID team : ofTeams) {
      Team known = teams.get(team);
      if (known != null) {
        StandIns others = known.standIns;
        Stream.of(others.current(), others.manager(), others.last())
            .flatMap(Optional::stream)
            .forEach(all::add);
      }
    }
    return all;
  }

  /** When what these answer may change within the range. Between two of them it stays. */
  public Set<Instant> changes(Set<UUID> ofTeams, Set<UUID> ofSchedules) {
    Set<Instant> changes = new TreeSet<>();
    each(ofTeams, ofSchedules)
        .forEach(
            kept -> {
              changes.add(kept.life.from());
              Instant until = kept.life.until();
              if (until != null) {
                changes.add(until);
              }
              kept.shifts.forEach(
                  shift -> {
                    changes.add(shift.from());
                    changes.add(shift.until());
                  });
            });
    return changes;
  }

  private Stream<Kept> each(Set<UUID> ofTeams, Set<UUID> ofSchedules) {
    return Stream.concat(
            ofSchedules.stream(), ofTeams.stream().flatMap(team -> schedulesOf(team).stream()))
        .distinct()
        .flatMap(id -> Optional.ofNullable(kept(id)).stream());
  }
}
