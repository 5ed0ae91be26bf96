package dev.imas.core.window;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarRange.Environment;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.platform.Transactions;
import dev.imas.core.window.DeploymentWindowRepository.Filter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Deployment windows in the calendar. */
final class WindowCalendar implements CalendarSource {

  private final Transactions transactions;
  private final InstantSource clock;
  private final DeploymentWindowRepository windows = new DeploymentWindowRepository();

  WindowCalendar(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "deployment_window";
  }

  @Override
  public Permission permission() {
    return Permission.CALENDAR_READ;
  }

  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    Environment environment = range.environment();
    Filter filter =
        new Filter(
            range.of(),
            null,
            null,
            null,
            environment == null ? null : environment.id(),
            range.from(),
            range.until());
    Instant now = clock.instant();
    return transactions
        .call(tenant, tx -> windows.list(tx, filter, null, range.most(), now))
        .stream()
        .filter(window -> range.withCancelled() || window.status() != WindowStatus.CANCELLED)
        .map(window -> entry(window, now))
        .toList();
  }

  private static CalendarEntry entry(DeploymentWindow window, Instant now) {
    return new CalendarEntry(
        new Key(window.id(), "", window.version()),
        window.title(),
        window.from(),
        window.until(),
        window.isMissed(now) ? "missed" : window.status().wireName(),
        window.approval().wireName(),
        "",
        List.of(window.environment().name()),
        Concerns.of(
            window.services().stream().map(one -> new Concerned(one.id(), one.name())).toList(),
            List.of()),
        DeploymentWindowRoutes.PATH + "/" + window.id());
  }
}
