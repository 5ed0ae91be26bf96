package dev.imas.core.times;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a named interval as people write it, in Alertmanager's shape. All members that are
 * there must hold. It accepts any text; {@link IntervalReader} says what is wrong with it.
 *
 * @param times hours of the day; empty for all of it, and so the others
 * @param weekdays such as {@code monday:friday}
 * @param daysOfMonth such as {@code 1:7}, or {@code -3:-1} from the end of the month
 * @param months such as {@code january} or {@code 6:8}
 * @param years such as {@code 2026:2028}
 * @param location a zone such as {@code Europe/Paris}; null for UTC
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WrittenInterval(
    List<Hours> times,
    List<String> weekdays,
    List<String> daysOfMonth,
    List<String> months,
    List<String> years,
    @Nullable String location) {

  // JSON may leave out lists.
  public WrittenInterval {
    times = times == null ? List.of() : List.copyOf(times);
    weekdays = weekdays == null ? List.of() : List.copyOf(weekdays);
    daysOfMonth = daysOfMonth == null ? List.of() : List.copyOf(daysOfMonth);
    months = months == null ? List.of() : List.copyOf(months);
    years = years == null ? List.of() : List.copyOf(years);
  }

  /**
   * From a minute of the day until before another.
   *
   * @param endTime up to {@code 24:00}
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Hours(String startTime, String endTime) {}
}
