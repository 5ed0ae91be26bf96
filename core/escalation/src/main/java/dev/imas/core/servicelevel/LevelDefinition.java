package dev.imas.core.servicelevel;

import dev.imas.core.model.Severity;
import dev.imas.core.sla.BusinessCalendar;
import dev.imas.core.sla.ClockGoal;
import dev.imas.core.sla.OpeningHours;
import dev.imas.core.sla.ServiceLevels;
import dev.imas.core.sla.ServiceTier;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Service levels as they are written and stored: goals that name calendars.
 *
 * @param response at most one for each tier
 * @param resolution at most one for each severity
 * @param updates at most one for each severity; null in what was stored before there were any
 */
record LevelDefinition(
    List<Hours> calendars,
    List<OfTier> response,
    List<OfSeverity> resolution,
    List<UpdateEvery> updates) {

  /** How often stakeholders hear of an incident where nobody has decided it (C67). */
  static final List<UpdateEvery> USUAL_UPDATES =
      List.of(
          new UpdateEvery(Severity.SEV1_CRITICAL, Duration.ofMinutes(30)),
          new UpdateEvery(Severity.SEV2_HIGH, Duration.ofHours(1)));

  /** Of a tenant that promises nothing. */
  static final LevelDefinition NONE =
      new LevelDefinition(List.of(), List.of(), List.of(), USUAL_UPDATES);

  LevelDefinition {
    calendars = List.copyOf(calendars);
    response = List.copyOf(response);
    resolution = List.copyOf(resolution);
    updates = updates == null ? USUAL_UPDATES : List.copyOf(updates);
  }

  /**
   * A calendar.
   *
   * @param holidayCalendar whose days are closed; null: none are
   */
  record Hours(String name, String timeZone, List<Weekly> hours, @Nullable UUID holidayCalendar) {

    Hours {
      hours = List.copyOf(hours);
    }

    ZoneId zone() {
      return ZoneId.of(timeZone);
    }

    BusinessCalendar calendar(Set<LocalDate> holidays) {
      List<OpeningHours> all = new ArrayList<>();
      for (Weekly one : hours) {
        for (String day : one.days()) {
          all.add(
              new OpeningHours(
                  DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)),
                  TimeOfDay.minutes(one.start()),
                  TimeOfDay.minutes(one.end())));
        }
      }
      return new BusinessCalendar(zone(), all, holidays);
    }
  }

  /**
   * Hours of some days.
   *
   * @param days in English, in lower case
   * @param end may be 24:00
   */
  record Weekly(List<String> days, String start, String end) {

    Weekly {
      days = List.copyOf(days);
    }
  }

  /**
   * A goal.
   *
   * @param calendar null: around the clock
   */
  record OfTier(ServiceTier tier, Duration within, @Nullable String calendar) {}

  /**
   * A goal.
   *
   * @param calendar null: around the clock
   */
  record OfSeverity(Severity severity, Duration within, @Nullable String calendar) {}

  /** After what time stakeholders of such an incident are to hear again. */
  record UpdateEvery(Severity severity, Duration every) {}

  boolean isActive() {
    return !response.isEmpty() || !resolution.isEmpty();
  }

  /**
   * @param holidays the days of a calendar of holidays, as they are in a zone
   */
  ServiceLevels levels(int version, BiFunction<UUID, ZoneId, Set<LocalDate>> holidays) {
    Map<String, BusinessCalendar> byName = new HashMap<>();
    for (Hours one : calendars) {
      UUID closed = one.holidayCalendar();
      byName.put(
          one.name(), one.calendar(closed == null ? Set.of() : holidays.apply(closed, one.zone())));
    }
    Map<ServiceTier, ClockGoal> tiers = new EnumMap<>(ServiceTier.class);
    for (OfTier goal : response) {
      tiers.put(
          goal.tier(),
          new ClockGoal(goal.tier().name(), goal.within(), named(byName, goal.calendar())));
    }
    Map<Severity, ClockGoal> severities = new EnumMap<>(Severity.class);
    for (OfSeverity goal : resolution) {
      severities.put(
          goal.severity(),
          new ClockGoal(goal.severity().name(), goal.within(), named(byName, goal.calendar())));
    }
    return new ServiceLevels(version, tiers, severities);
  }

  private static BusinessCalendar named(
      Map<String, BusinessCalendar> byName, @Nullable String name) {
    return name == null ? BusinessCalendar.ALWAYS : Objects.requireNonNull(byName.get(name), name);
  }
}
