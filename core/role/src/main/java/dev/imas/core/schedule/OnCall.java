package dev.imas.core.schedule;

import dev.imas.core.incident.OnCallLookup;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.OnCallChain;
import dev.imas.core.oncall.Shift;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.PersonRepository.Person;
import dev.imas.core.schedule.TeamOnCallRepository.StandIns;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is on call for a team at a time (ONC-03). Whoever tells people, permits them something or
 * shows them asks this.
 */
public final class OnCall implements OnCallLookup {

  /**
   * @param shifts all levels of the team's schedules
   * @param people everybody whom shifts and answer name
   */
  record Found(List<Shift> shifts, OnCallChain.Answer answer, Map<UUID, Person> people) {}

  private final ScheduleRepository schedules = new ScheduleRepository();
  private final TeamOnCallRepository teams = new TeamOnCallRepository();
  private final PersonRepository people = new PersonRepository();
  private final Histories histories = new Histories();

  /** Who is to be told, each once; empty if the team has nobody at all. */
  public List<UUID> of(Tx tx, UUID team, Instant at) {
    return find(tx, team, at).answer.people();
  }

  /** At any level of the team's schedules, or standing in for them. */
  @Override
  public Future<Boolean> isOnCall(Tx tx, UUID user, UUID team, Instant at) {
    Found found = find(tx, team, at);
    return Future.succeededFuture(
        found.answer.people().contains(user)
            || found.shifts.stream().anyMatch(shift -> shift.person().equals(user)));
  }

  Found find(Tx tx, UUID team, Instant at) {
    Interval moment = new Interval(at, at.plusNanos(1));
    List<Shift> shifts = new ArrayList<>();
    for (UUID schedule : schedules.ofTeam(tx, team, at)) {
      shifts.addAll(histories.read(tx, schedule, moment).onCallAt(at));
    }
    shifts.sort(Comparator.comparingInt(Shift::level));
    StandIns others = teams.read(tx, team);
    OnCallChain chain = new OnCallChain(shifts, others.current(), others.manager(), others.last());
    Map<UUID, Person> named =
        people.named(
            tx,
            Stream.concat(
                    shifts.stream().map(Shift::person),
                    Stream.of(others.current(), others.manager(), others.last())
                        .flatMap(Optional::stream))
                .toList());
    return new Found(shifts, chain.answer(id -> isActive(named.get(id))), named);
  }

  private static boolean isActive(@Nullable Person person) {
    return person != null && person.isActive();
  }
}
