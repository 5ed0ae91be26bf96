package dev.imas.core.maintenance;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
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

/** The times of maintenance windows that are on. */
final class MaintenanceCalendar implements CalendarSource {

  /** So many windows are looked at; a tenant has a few. */
  private static final int MOST_WINDOWS = 1_000;

  private final Transactions transactions;
  private final Computations computations;
  private final InstantSource clock;
  private final MaintenanceRepository windows = new MaintenanceRepository();

  MaintenanceCalendar(Transactions transactions, Computations computations, InstantSource clock) {
    this.transactions = transactions;
    this.computations = computations;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "maintenance_window";
  }

  @Override
  public Permission permission() {
    return Permission.MAINTENANCE_WINDOW_READ;
  }

  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    List<MaintenanceWindow> on =
        transactions.call(tenant, tx -> read(tx, range.of())).stream()
            .filter(MaintenanceWindow::isActive)
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
                            window ->
                                window
                                    .times()
                                    .between(range.from(), range.until(), range.most())
                                    .stream()
                                    .map(time -> entry(window, time, now)))
                        .limit(range.most())
                        .toList());
  }

  private List<MaintenanceWindow> read(Tx tx, @Nullable UUID id) {
    return id == null
        ? windows.list(tx, null, MOST_WINDOWS)
        : windows.find(tx, id).stream().toList();
  }

  private static CalendarEntry entry(MaintenanceWindow window, Occurrence time, Instant now) {
    return new CalendarEntry(
        new Key(window.id(), time.local().toString(), window.version()),
        window.name(),
        time.startsAt(),
        time.endsAt(),
        time.holds(now) ? "under_way" : time.startsAt().isAfter(now) ? "ahead" : "over",
        null,
        "",
        List.of(),
        Concerns.of(
            window.services().stream().map(one -> new Concerned(one.id(), one.name())).toList(),
            List.of()),
        "/maintenance");
  }
}
