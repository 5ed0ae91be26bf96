package dev.imas.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Part;
import dev.imas.core.oncall.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Restricted hours as JSON, in requests, in answers and in rows. */
public record HoursJson(List<String> days, String start, String length) {

  private static final int MOST = 20;

  public static HoursJson of(Window window) {
    return new HoursJson(
        window.days().stream().sorted().map(HoursJson::word).toList(),
        window.start().toString(),
        window.length().toString());
  }

  Window window() {
    return new Window(
        days.stream().map(HoursJson::day).collect(Collectors.toSet()),
        LocalTime.parse(start),
        Duration.parse(length));
  }

  /** Reads a list of them, with a fault for each that does not fit. */
  public static List<Window> read(Part part, String member, int least) {
    List<Window> windows = new ArrayList<>();
    for (Part one : part.parts(member, least, MOST, "restricted hours")) {
      one.only("days", "start", "length");
      Set<DayOfWeek> days = days(one);
      LocalTime start = required(one, "start", "a time of day such as 09:00", LocalTime::parse);
      Duration length = required(one, "length", "a duration such as PT9H", Duration::parse);
      if (days.isEmpty() || start == null || length == null) {
        continue;
      }
      try {
        windows.add(new Window(days, start, length));
      } catch (IllegalArgumentException e) {
        one.fault("length", "must be a minute to seven days");
      }
    }
    return windows;
  }

  private static <T> @Nullable T required(
      Part part, String member, String expected, Function<String, T> parse) {
    if (!part.has(member)) {
      part.fault(member, "must be " + expected);
    }
    return part.value(member, expected, parse);
  }

  private static Set<DayOfWeek> days(Part part) {
    if (!part.has("days")) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    String expected =
        "different days: "
            + Arrays.stream(DayOfWeek.values())
                .map(HoursJson::word)
                .collect(Collectors.joining(", "));
    List<JsonNode> listed = part.list("days", 1, 7, expected);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (JsonNode day : listed) {
      Arrays.stream(DayOfWeek.values())
          .filter(one -> word(one).equalsIgnoreCase(day.textValue()))
          .forEach(days::add);
    }
    if (days.size() != listed.size()) {
      part.fault("days", "must be a list of " + expected);
    }
    return days;
  }

  private static String word(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }

  private static DayOfWeek day(String word) {
    return DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
