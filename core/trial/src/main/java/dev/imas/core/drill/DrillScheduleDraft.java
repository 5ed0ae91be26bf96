package dev.imas.core.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.scheduler.Recurrence;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of drills on a schedule, checked as far as that goes without the database.
 *
 * @param owner null: nobody, so the team is told
 */
record DrillScheduleDraft(
    String name,
    DrillRoutes.Asked asked,
    Recurrence recurs,
    @Nullable Reference owner,
    boolean isActive) {

  private static final String DAYS =
      Arrays.stream(DayOfWeek.values())
          .map(day -> day.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", "));

  static DrillScheduleDraft read(Body body) {
    body.only(
        "name",
        "policy",
        "service",
        "severity",
        "factor",
        "send",
        "days",
        "day_of_month",
        "at",
        "time_zone",
        "owner",
        "is_active");
    String name = body.requiredText("name", 200);
    DrillRoutes.Asked asked = DrillRoutes.Asked.read(body);
    Recurrence recurs = recurs(body);
    String owner = body.text("owner", 200);
    boolean isActive = body.flag("is_active", true);
    body.throwIfFaulty();
    return new DrillScheduleDraft(
        name, asked, recurs, owner == null ? null : Reference.of(owner.strip()), isActive);
  }

  private static Recurrence recurs(Body body) {
    LocalTime at = at(body);
    ZoneId zone = zone(body);
    if (body.has("days") == body.has("day_of_month")) {
      body.fault(
          "/days",
          "send either days, for drills every week, or day_of_month, for one a month, not both");
    }
    return body.has("day_of_month")
        ? new Recurrence.InMonth(at, zone, dayOfMonth(body))
        : new Recurrence.AtTime(at, zone, days(body));
  }

  private static LocalTime at(Body body) {
    String text = body.requiredText("at", 10);
    if (!text.isEmpty()) {
      try {
        LocalTime at = LocalTime.parse(text);
        if (at.equals(at.truncatedTo(ChronoUnit.MINUTES))) {
          return at;
        }
      } catch (DateTimeException e) {
        // told below
      }
      body.fault("/at", "is not a time of day such as 10:00");
    }
    return LocalTime.NOON;
  }

  private static ZoneId zone(Body body) {
    String text = body.requiredText("time_zone", 60);
    if (!text.isEmpty()) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        body.fault("/time_zone", "is not a time zone such as Europe/Paris");
      }
    }
    return ZoneOffset.UTC;
  }

  private static int dayOfMonth(Body body) {
    JsonNode day = body.present("day_of_month");
    if (day == null || !day.isInt() || day.intValue() < 1 || day.intValue() > 31) {
      body.fault(
          "/day_of_month",
          "must be a whole number from 1 to 31; a shorter month has it on its end");
      return 1;
    }
    return day.intValue();
  }

  private static Set<DayOfWeek> days(Body body) {
    List<String> words = body.texts("days", 7, 20);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : words) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (day.name().equalsIgnoreCase(word.strip())) {
          days.add(day);
        }
      }
    }
    if (days.isEmpty() || days.size() != words.size()) {
      body.fault("/days", "must be a list of different days: " + DAYS);
    }
    return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
  }
}
