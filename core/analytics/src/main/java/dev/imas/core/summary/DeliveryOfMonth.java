package dev.imas.core.summary;

import dev.imas.core.bus.Saying;
import dev.imas.core.model.TenantId;
import java.time.YearMonth;

/** What was delivered in a month, for its summary. Only on a virtual thread. */
public interface DeliveryOfMonth {

  /** The metrics in words, each on a line of its own. */
  Saying of(TenantId tenant, YearMonth month);
}
