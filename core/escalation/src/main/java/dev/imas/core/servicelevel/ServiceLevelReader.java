package dev.imas.core.servicelevel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.model.Severity;
import dev.imas.core.servicelevel.LevelDefinition.Hours;
import dev.imas.core.servicelevel.LevelDefinition.OfSeverity;
import dev.imas.core.servicelevel.LevelDefinition.OfTier;
import dev.imas.core.servicelevel.LevelDefinition.UpdateEvery;
import dev.imas.core.servicelevel.LevelDefinition.Weekly;
import dev.imas.core.sla.BusinessCalendar;
import dev.imas.core.sla.ServiceTier;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads service levels from a request. Each fault has a pointer to its place. */
final class ServiceLevelReader {

  static final int MOST_CALENDARS = 20;
  static final int MOST_HOURS = 50;
  static final int LONGEST_NAME = 100;
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(90);
  static final Duration LONGEST_UPDATE = Duration.ofDays(7);

  private static final String DURATION =
      "a duration of whole seconds from PT1M to P90D, such as PT30M or PT8H";

  /** Any week will do to see whether a goal can be reached. */
  private static final Instant SOME_TIME = Instant.parse("2026-01-05T00:00:00Z");

  /**
   * What was asked for.
   *
   * @param holidays the names of calendars of holidays, by the place where each is named
   */
  record Wanted(LevelDefinition definition, Map<String, NamedHolidays> holidays) {}

  /** A calendar that names one of holidays. */
  record NamedHolidays(String calendar, String name) {}

  private final Body body;
  private final Map<String, NamedHolidays> holidays = new HashMap<>();
  private final Map<String, BusinessCalendar> calendars = new HashMap<>();

  private ServiceLevelReader(Body body) {
    this.body = body.only("calendars", "response", "resolution", "updates", "version");
  }

  static Wanted read(Body body) {
    ServiceLevelReader reader = new ServiceLevelReader(body);
    LevelDefinition definition = reader.definition();
    body.throwIfFaulty();
    return new Wanted(definition, reader.holidays);
  }

  private LevelDefinition definition() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    for (String member : List.of("calendars", "response", "resolution", "updates")) {
      if (body.present(member) != null) {
        root.set(member, body.present(member));
      }
    }
    Part all = Part.of(root, "", body::fault);
    if (all == null) {
      return LevelDefinition.NONE;
    }
    List<Hours> hours = new ArrayList<>();
    for (Part part : all.parts("calendars", 0, MOST_CALENDARS, "calendars")) {
      hours.add(hours(part));
    }
    List<OfTier> response = new ArrayList<>();
    Set<ServiceTier> tiers = EnumSet.noneOf(ServiceTier.class);
    for (Part part : all.parts("response", 0, ServiceTier.values().length, "goals")) {
      part.only("tier", "within", "calendar");
      ServiceTier tier =
          part.value("tier", "TIER_1_CRITICAL, TIER_2 or TIER_3", ServiceTier::valueOf);
      Duration within = duration(part, "within");
      if (tier == null) {
        faultUnlessGiven(part, "tier");
      } else if (!tiers.add(tier)) {
        part.fault("tier", "has a goal already; leave one of them out");
      } else if (within != null) {
        response.add(new OfTier(tier, within, calendar(part, within)));
      }
    }
    return new LevelDefinition(hours, response, resolution(all), updates(all));
  }

  private List<OfSeverity> resolution(Part all) {
    List<OfSeverity> resolution = new ArrayList<>();
    Set<Severity> severities = EnumSet.noneOf(Severity.class);
    for (Part part : all.parts("resolution", 0, Severity.values().length, "goals")) {
      part.only("severity", "within", "calendar");
      Severity severity = severity(part);
      Duration within = duration(part, "within");
      if (severity == null) {
        faultUnlessGiven(part, "severity");
      } else if (!severities.add(severity)) {
        part.fault("severity", "has a goal already; leave one of them out");
      } else if (within != null) {
        resolution.add(new OfSeverity(severity, within, calendar(part, within)));
      }
    }
    return resolution;
  }

  private static @Nullable Severity severity(Part part) {
    return part.value(
        "severity",
        "a severity: SEV1 to SEV4 or P1 to P4",
        text -> Severity.parse(text).orElseThrow(IllegalArgumentException::new));
  }

  private static List<UpdateEvery> updates(Part all) {
    if (!all.has("updates")) {
      return LevelDefinition.USUAL_UPDATES;
    }
    List<UpdateEvery> updates = new ArrayList<>();
    Set<Severity> severities = EnumSet.noneOf(Severity.class);
    for (Part part : all.parts("updates", 0, Severity.values().length, "intervals")) {
      part.only("severity", "every");
      Severity severity = severity(part);
      Duration every = duration(part, "every");
      if (severity == null) {
        faultUnlessGiven(part, "severity");
      } else if (!severities.add(severity)) {
        part.fault("severity", "has an interval already; leave one of them out");
      } else if (every != null && every.compareTo(LONGEST_UPDATE) > 0) {
        part.fault("every", "is longer than " + LONGEST_UPDATE.toDays() + " days");
      } else if (every != null) {
        updates.add(new UpdateEvery(severity, every));
      }
    }
    return updates;
  }

  private static void faultUnlessGiven(Part part, String member) {
    if (!part.has(member)) {
      part.fault(member, "is missing");
    }
  }

  private static @Nullable Duration duration(Part part, String member) {
    Duration read =
        part.value(
            member,
            DURATION,
            text -> {
              Duration length = Duration.parse(text);
              if (length.compareTo(SHORTEST) < 0
                  || length.compareTo(LONGEST) > 0
                  || length.getNano() != 0) {
                throw new IllegalArgumentException(text);
              }
              return length;
            });
    if (read == null) {
      faultUnlessGiven(part, member);
    }
    return read;
  }

  private @Nullable String calendar(Part part, Duration within) {
    String name = part.text("calendar", LONGEST_NAME);
    if (name == null) {
      return null;
    }
    BusinessCalendar calendar = calendars.get(name);
    if (calendar == null) {
      part.fault("calendar", "'" + name + "' is none of the calendars; add it to them");
    } else if (calendar.add(SOME_TIME, within).isEmpty()) {
      part.fault(
          "calendar",
          "'" + name + "' has so few hours that the goal lies years ahead; add hours to it");
    }
    return name;
  }

  private Hours hours(Part part) {
    part.only("name", "time_zone", "hours", "holiday_calendar");
    String name = part.text("name", LONGEST_NAME);
    if (name == null || name.isBlank()) {
      part.fault("name", "is missing");
      name = "";
    }
    ZoneId zone =
        part.value("time_zone", "a time zone such as Europe/Paris", ServiceLevelReader::zone);
    if (zone == null) {
      faultUnlessGiven(part, "time_zone");
    }
    List<Weekly> weekly = new ArrayList<>();
    for (Part one : part.parts("hours", 1, MOST_HOURS, "opening hours")) {
      weekly(one, weekly);
    }
    String closed = part.text("holiday_calendar", LONGEST_NAME);
    if (closed != null) {
      holidays.put(part.at() + "/holiday_calendar", new NamedHolidays(name, closed));
    }
    Hours hours = new Hours(name, zone == null ? "UTC" : zone.getId(), weekly, null);
    if (calendars.put(name, hours.calendar(Set.of())) != null) {
      part.fault("name", "'" + name + "' is the name of another calendar, too");
    }
    return hours;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static void weekly(Part part, List<Weekly> all) {
    part.only("days", "start", "end");
    List<String> days =
        part.values(
            "days",
            7,
            "days of the week",
            "a day of the week such as monday",
            text ->
                DayOfWeek.valueOf(text.strip().toUpperCase(Locale.ROOT))
                    .name()
                    .toLowerCase(Locale.ROOT));
    if (days.isEmpty() && !part.has("days")) {
      days = Arrays.stream(DayOfWeek.values()).map(d -> d.name().toLowerCase(Locale.ROOT)).toList();
    }
    Integer start = time(part, "start");
    Integer end = time(part, "end");
    if (start == null || end == null) {
      return;
    }
    if (start >= end) {
      part.fault(
          "end",
          "must be after the start; split hours over midnight, until 24:00 and from 00:00 of the"
              + " next day");
      return;
    }
    all.add(new Weekly(days.stream().distinct().toList(), text(start), text(end)));
  }

  private static @Nullable Integer time(Part part, String member) {
    Integer time = part.value(member, "a time of day from 00:00 to 24:00", TimeOfDay::minutes);
    if (time == null) {
      faultUnlessGiven(part, member);
    }
    return time;
  }

  private static String text(int minutes) {
    return "%02d:%02d".formatted(minutes / 60, minutes % 60);
  }
}
