package dev.imas.core.obligation;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarRange;
import dev.imas.core.planned.CalendarSource;
import dev.imas.core.platform.Transactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** When reports that laws demand are due, as far as they were not made. */
final class ObligationCalendar implements CalendarSource {

  private final Transactions transactions;
  private final InstantSource clock;
  private final DueStageRepository stages = new DueStageRepository();

  ObligationCalendar(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String type() {
    return "obligation";
  }

  @Override
  public Permission permission() {
    return Permission.INCIDENT_READ;
  }

  @Override
  public List<CalendarEntry> between(TenantId tenant, CalendarRange range) {
    Instant now = clock.instant();
    return transactions.call(tenant, tx -> stages.read(tx, range, now));
  }
}
