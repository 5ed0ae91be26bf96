package dev.imas.core.schedule;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.oncall.Interval;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Who is on call, in the calendar of a team. */
public final class OnCallCalendar implements CalendarSource {

  private final Rosters rosters;
  private final InstantSource clock;

  public OnCallCalendar(Transactions transactions, Computations computations, InstantSource clock) {
    this.rosters = new Rosters(transactions, computations);
    this.clock = clock;
  }

  @Override
  public String type() {
    return "on_call";
  }

  @Override
  public Permission permission() {
    return Permission.ON_CALL_READ;
  }

  /** Of all teams it would be more than anybody reads. */
  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    UUID team = range.team();
    Instant now = clock.instant();
    return team == null
        ? List.of()
        : rosters.ofTeam(tenant, team, now, new Interval(range.from(), range.until())).stream()
            .limit(range.most())
            .map(entry -> shown(entry, team, now))
            .toList();
  }

  private static CalendarEntry shown(Rosters.Entry entry, UUID team, Instant now) {
    Instant from = entry.shift().from();
    Instant until = entry.shift().until();
    return new CalendarEntry(
        new Key(entry.schedule(), from.toString(), entry.version()),
        entry.username(),
        from,
        until,
        until.isAfter(now) ? from.isAfter(now) ? "ahead" : "on_call" : "over",
        null,
        entry.scheduleName(),
        List.of(),
        Concerns.of(List.of(), List.of(team)),
        "/schedules/" + entry.schedule());
  }
}
