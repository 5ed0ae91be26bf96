package dev.imas.core.freeze;

import dev.imas.core.access.Permission;
import dev.imas.core.freeze.FreezeView.Named;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.platform.Computations;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The times of freezes that are on. */
final class FreezeCalendar implements CalendarSource {

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final FreezeRepository freezes = new FreezeRepository();

  FreezeCalendar(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "freeze";
  }

  @Override
  public Permission permission() {
    return Permission.CALENDAR_READ;
  }

  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    List<Freeze> on =
        transactions.call(tenant, tx -> read(tx, range.of())).stream()
            .filter(freeze -> freeze.isActive() && concernsSomething(freeze))
            .filter(freeze -> concerns(freeze, range.environment()))
            .toList();
    Instant now = clock.instant();
    return on.isEmpty()
        ? List.of()
        : computations
            .of(tenant)
            .call(
                () ->
                    on.stream()
                        .flatMap(
                            freeze ->
                                freeze
                                    .times()
                                    .between(range.from(), range.until(), range.most())
                                    .stream()
                                    .map(time -> entry(freeze, time, now)))
                        .limit(range.most())
                        .toList());
  }

  private List<Freeze> read(Tx tx, @Nullable UUID id) {
    return id == null
        ? freezes.list(tx, null, FreezeRoutes.MOST)
        : freezes.find(tx, id).stream().toList();
  }

  /** One whose last service was deleted never becomes one of everything. */
  private static boolean concernsSomething(Freeze freeze) {
    return !freeze.isLimited() || !freeze.services().isEmpty() || !freeze.teams().isEmpty();
  }

  private static boolean concerns(Freeze freeze, @Nullable Environment environment) {
    return environment == null
        || freeze.tiers().contains(environment.tier())
        || freeze.environments().stream().anyMatch(one -> one.id().equals(environment.id()));
  }

  private static CalendarEntry entry(Freeze freeze, Occurrence time, Instant now) {
    return new CalendarEntry(
        new Key(freeze.id(), time.local().toString(), freeze.version()),
        freeze.name(),
        time.startsAt(),
        time.endsAt(),
        freeze.observes()
            ? "observes"
            : time.holds(now) ? "in_force" : time.startsAt().isAfter(now) ? "ahead" : "over",
        null,
        "",
        freeze.environments().stream().map(Named::name).toList(),
        Concerns.of(
            freeze.services().stream().map(one -> new Concerned(one.id(), one.name())).toList(),
            freeze.teams().stream().map(Named::id).toList()),
        FreezeRoutes.PATH);
  }
}
