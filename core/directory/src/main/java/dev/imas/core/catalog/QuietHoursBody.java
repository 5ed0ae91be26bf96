package dev.imas.core.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The member {@code quiet_hours} of what a caller writes and reads. */
public final class QuietHoursBody {

  private static final String MEMBER = "quiet_hours";

  private QuietHoursBody() {}

  /**
   * @param timeZone of a channel; null of a person, who has one
   */
  public record Shown(
      String from,
      String until,
      List<String> days,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String timeZone) {

    public static Shown of(QuietHours quiet, @Nullable String timeZone) {
      return new Shown(
          quiet.from().toString(),
          quiet.until().toString(),
          quiet.days().stream().map(QuietHoursBody::word).toList(),
          timeZone);
    }
  }

  /** Quiet hours by the clocks of a zone of their own. */
  record Zoned(QuietHours hours, String zone) {}

  /** Of a person; null for none. Faults go to the body. */
  public static @Nullable QuietHours read(Body body) {
    Part part = part(body);
    if (part == null) {
      return null;
    }
    part.only("from", "until", "days");
    return hours(part);
  }

  /** Of a channel; null for none. Faults go to the body. */
  static @Nullable Zoned readZoned(Body body) {
    Part part = part(body);
    if (part == null) {
      return null;
    }
    part.only("from", "until", "days", "time_zone");
    QuietHours hours = hours(part);
    String zone = required(part, "time_zone", "a time zone such as Europe/Paris", text -> text);
    if (zone == null || hours == null) {
      return null;
    }
    try {
      return new Zoned(hours, ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      part.fault("time_zone", "must be a time zone such as Europe/Paris");
      return null;
    }
  }

  private static @Nullable Part part(Body body) {
    JsonNode node = body.present(MEMBER);
    return node == null ? null : Part.of(node, "/" + MEMBER, body::fault);
  }

  private static @Nullable QuietHours hours(Part part) {
    LocalTime from = required(part, "from", "a time such as 22:00", LocalTime::parse);
    LocalTime until = required(part, "until", "a time such as 07:00", LocalTime::parse);
    Set<DayOfWeek> days = days(part);
    if (from == null || until == null || days.isEmpty()) {
      return null;
    }
    if (from.equals(until)) {
      part.fault("until", "must be another time than from");
    }
    return new QuietHours(from, until, List.copyOf(days));
  }

  private static Set<DayOfWeek> days(Part part) {
    if (!part.has("days")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    String expected = "different days, such as monday";
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    List<JsonNode> listed = part.list("days", 1, 7, expected);
    for (JsonNode day : listed) {
      for (DayOfWeek one : DayOfWeek.values()) {
        if (word(one).equals(day.textValue())) {
          days.add(one);
        }
      }
    }
    if (days.size() != listed.size()) {
      part.fault("days", "must be a list of " + expected);
    }
    return days;
  }

  private static String word(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static <T> @Nullable T required(
      Part part, String member, String expected, Function<String, T> parse) {
    if (!part.has(member)) {
      part.fault(member, "must be " + expected);
      return null;
    }
    return part.value(member, expected, parse);
  }
}
