package dev.imas.core.planned;

import dev.imas.core.access.Permission;
import dev.imas.core.model.TenantId;
import java.util.List;

/** What a feature has to show in the calendar. */
public interface CalendarSource {

  /** The word for it in the API, such as {@code freeze}. */
  String type();

  /** What a reader needs to see it. */
  Permission permission();

  /**
   * What lies in that time, or reaches into it, in any order. It reads in transactions of its own,
   * and computes between them. Only on a virtual thread.
   */
  List<CalendarEntry> between(TenantId tenant, CalendarRange range);
}
