package dev.imas.core.servicelevel;

import dev.imas.core.servicelevel.ServiceLevelRepository.Entered;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which holidays clocks know. A day counts as it was entered when it began: what is added or
 * removed later the same day or afterwards changes nothing that was counted.
 */
record ObservedHolidays(List<Entered> entered) {

  ObservedHolidays {
    entered = List.copyOf(entered);
  }

  Set<LocalDate> days(Collection<UUID> calendars, ZoneId zone) {
    Set<LocalDate> days = new HashSet<>();
    for (Entered one : entered) {
      Instant begin = one.day().atStartOfDay(zone).toInstant();
      Instant ended = one.endedAt();
      if (calendars.contains(one.calendar())
          && one.madeAt().isBefore(begin)
          && (ended == null || ended.isAfter(begin))) {
        days.add(one.day());
      }
    }
    return days;
  }
}
