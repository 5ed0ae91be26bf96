package dev.imas.core.rule.condition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads a time window from JSON, and tells what is wrong with it. */
final class TimeReader {

  private static final Set<String> MEMBERS =
      Set.of("zone", "weekdays", "from", "to", "months", "days");

  private final String at;
  private final BiConsumer<String, String> faults;
  private boolean good = true;

  TimeReader(String at, BiConsumer<String, String> faults) {
    this.at = at;
    this.faults = faults;
  }

  /**
   * @return null where it has a fault
   */
  @Nullable TimeWindow read(JsonNode time) {
    if (!time.isObject()) {
      fault("", "is no object; write zone, and weekdays, from and to, months or days");
      return null;
    }
    for (String member : (Iterable<String>) time::fieldNames) {
      if (!MEMBERS.contains(member)) {
        fault(
            "/" + ConditionReader.escape(member),
            "is not known; write zone, weekdays, from, to, months or days");
      }
    }
    ZoneId zone = zone(time.path("zone"));
    Set<DayOfWeek> weekdays = weekdays(time.path("weekdays"));
    Set<Integer> months = numbers("/months", time.path("months"), 12);
    Set<Integer> days = numbers("/days", time.path("days"), 31);
    boolean wholeDay = !time.has("from") && !time.has("to");
    LocalTime from = wholeDay ? LocalTime.MIDNIGHT : clock("/from", time.path("from"));
    LocalTime to = wholeDay ? LocalTime.MIDNIGHT : clock("/to", time.path("to"));
    if (!wholeDay && good && from.equals(to)) {
      fault("/to", "is the same as from; leave both out for the whole day");
    }
    if (good && wholeDay && weekdays.isEmpty() && months.isEmpty() && days.isEmpty()) {
      fault("", "holds at any time; add from and to, weekdays, months or days");
    }
    return good ? new TimeWindow(zone, weekdays, from, to, months, days) : null;
  }

  private ZoneId zone(JsonNode zone) {
    try {
      return ZoneId.of(zone.asText());
    } catch (DateTimeException e) {
      fault("/zone", "is no time zone; write one such as Europe/Paris, or UTC");
      return ZoneId.of("UTC");
    }
  }

  private LocalTime clock(String member, JsonNode clock) {
    if (clock.isTextual() && clock.textValue().matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
      return LocalTime.parse(clock.textValue());
    }
    fault(member, "is no time of day; write one from 00:00 to 23:59, and both from and to");
    return LocalTime.MIDNIGHT;
  }

  private Set<DayOfWeek> weekdays(JsonNode list) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (list.isMissingNode()) {
      return days;
    }
    if (!list.isArray() || list.isEmpty()) {
      fault("/weekdays", "is no list of days; write monday, or leave it out");
    }
    for (int i = 0; i < list.size(); i++) {
      DayOfWeek day = weekday(list.get(i).asText());
      if (day == null) {
        fault("/weekdays/" + i, "is no day of the week; write monday to sunday");
      } else if (!days.add(day)) {
        fault("/weekdays/" + i, "is there twice; name each day once");
      }
    }
    return days;
  }

  private static @Nullable DayOfWeek weekday(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().toLowerCase(Locale.ROOT).equals(name)) {
        return day;
      }
    }
    return null;
  }

  private Set<Integer> numbers(String member, JsonNode list, int most) {
    Set<Integer> numbers = new TreeSet<>();
    if (list.isMissingNode()) {
      return numbers;
    }
    if (!list.isArray() || list.isEmpty()) {
      fault(member, "is no list of numbers; write some from 1 to " + most + ", or leave it out");
    }
    for (int i = 0; i < list.size(); i++) {
      int number = list.get(i).isIntegralNumber() ? list.get(i).intValue() : 0;
      if (number < 1 || number > most || !list.get(i).canConvertToInt()) {
        fault(member + "/" + i, "is no number from 1 to " + most + "; write one that is");
      } else if (!numbers.add(number)) {
        fault(member + "/" + i, "is there twice; name each once");
      }
    }
    return numbers;
  }

  private void fault(String member, String detail) {
    good = false;
    faults.accept(at + member, detail);
  }
}
