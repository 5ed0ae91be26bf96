package dev.imas.core.servicelevel;

import dev.imas.core.hold.TenantTimes;
import dev.imas.core.platform.Tx;
import dev.imas.core.servicelevel.LevelDefinition.Hours;
import dev.imas.core.servicelevel.ServiceLevelRepository.Entered;
import dev.imas.core.sla.BusinessCalendar;
import dev.imas.core.sla.OpeningHours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * When a tenant works: by the first calendar of its service levels. A tenant without one works from
 * Monday to Friday in its own zone, without the holidays of its holiday calendar if it has exactly
 * one. On a virtual thread.
 */
public final class TenantCalendar {

  private final ServiceLevelRepository levels = new ServiceLevelRepository();
  private final TenantTimes times = new TenantTimes();

  /** As it is now. */
  public BusinessCalendar read(Tx tx) {
    List<Hours> calendars = levels.current(tx).await().definition().calendars();
    if (calendars.isEmpty()) {
      return week(times.read(tx).zone(), onlyHolidays(tx));
    }
    Hours first = calendars.getFirst();
    UUID closed = first.holidayCalendar();
    return first.calendar(closed == null ? Set.of() : holidays(tx, List.of(closed)));
  }

  private static BusinessCalendar week(ZoneId zone, Set<LocalDate> holidays) {
    return new BusinessCalendar(
        zone,
        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).stream()
            .map(day -> new OpeningHours(day, 0, OpeningHours.MIDNIGHT))
            .toList(),
        holidays);
  }

  private Set<LocalDate> onlyHolidays(Tx tx) {
    Set<UUID> all = levels.calendarNames(tx, List.of()).keySet();
    return all.size() == 1 ? holidays(tx, all) : Set.of();
  }

  private Set<LocalDate> holidays(Tx tx, Collection<UUID> calendars) {
    Set<LocalDate> days = new HashSet<>();
    for (Entered one : levels.holidays(tx, calendars).await()) {
      if (one.endedAt() == null) {
        days.add(one.day());
      }
    }
    return days;
  }
}
