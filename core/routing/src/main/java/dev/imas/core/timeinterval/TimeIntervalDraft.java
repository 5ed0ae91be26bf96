package dev.imas.core.timeinterval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.http.Part;
import dev.imas.core.rule.RuleLimits;
import dev.imas.core.times.IntervalReader;
import dev.imas.core.times.WrittenInterval;
import dev.imas.core.times.WrittenInterval.Hours;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a request writes of a time interval, in one spelling. */
record TimeIntervalDraft(String name, String description, List<WrittenInterval> parts) {

  /** Parts of an interval. */
  static final int MOST_PARTS = 50;

  private static final int LONGEST_RANGE = 40;
  private static final int LONGEST_ZONE = 100;

  TimeIntervalDraft {
    parts = List.copyOf(parts);
  }

  /**
   * @throws dev.imas.core.platform.Fault INVALID with all faults
   */
  static TimeIntervalDraft read(Body body) {
    body.only("name", "description", "time_intervals");
    String name = body.requiredText("name", RuleLimits.NAME_LENGTH);
    String description = body.text("description", RuleLimits.DESCRIPTION_LENGTH, "");
    List<WrittenInterval> parts = parts(body);
    body.throwIfFaulty();
    return new TimeIntervalDraft(name, description, parts);
  }

  private static List<WrittenInterval> parts(Body body) {
    JsonNode list = body.present("time_intervals");
    if (list == null || !list.isArray() || list.size() > MOST_PARTS) {
      body.fault(
          "/time_intervals",
          "must be a list of at most "
              + MOST_PARTS
              + " parts, each as a time interval of Alertmanager; {} is all of the time");
      return List.of();
    }
    List<WrittenInterval> parts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      Part part = Part.of(list.get(i), "/time_intervals/" + i, body::fault);
      if (part != null) {
        IntervalReader.canonical(
                written(part), (pointer, says) -> body.fault(part.at() + pointer, says))
            .ifPresent(parts::add);
      }
    }
    return parts;
  }

  private static WrittenInterval written(Part part) {
    part.only("times", "weekdays", "days_of_month", "months", "years", "location");
    List<Hours> times = new ArrayList<>();
    for (Part hours : part.parts("times", 0, IntervalReader.MOST_RANGES, "times of the day")) {
      hours.only("start_time", "end_time");
      times.add(new Hours(text(hours, "start_time"), text(hours, "end_time")));
    }
    return new WrittenInterval(
        times,
        texts(part, "weekdays"),
        texts(part, "days_of_month"),
        texts(part, "months"),
        texts(part, "years"),
        part.text("location", LONGEST_ZONE));
  }

  /** Empty where it is missing, which whoever reads it says. */
  private static String text(Part part, String member) {
    return Objects.requireNonNullElse(part.text(member, LONGEST_RANGE), "");
  }

  private static List<String> texts(Part part, String member) {
    return part.values(
        member, IntervalReader.MOST_RANGES, "texts", "a text", TimeIntervalDraft::range);
  }

  private static String range(String text) {
    if (text.length() > LONGEST_RANGE) {
      throw new IllegalArgumentException("too long");
    }
    return text;
  }

  /** Whether it is in force at the same times, under the same name. */
  boolean meansThe(@Nullable TimeIntervalView other) {
    return other != null && name.equals(other.name()) && parts.equals(other.timeIntervals());
  }
}
