package dev.imas.core.drill;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.Severity;
import dev.imas.core.scheduler.Recurrence;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drills on a schedule, as they are shown.
 *
 * @param policy null: the one that an incident of the service would follow
 * @param days of the week; null: once a month
 * @param dayOfMonth null: weekly
 * @param nextAt null: it is switched off
 * @param lastDrill the last one that it has started
 * @param failure why it could not be started at its last time; null if it was
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record DrillScheduleView(
    UUID id,
    String name,
    Named service,
    @Nullable Named policy,
    Severity severity,
    int factor,
    boolean send,
    @Nullable List<String> days,
    @Nullable Integer dayOfMonth,
    String at,
    String timeZone,
    @Nullable Owner owner,
    boolean isActive,
    @Nullable Instant nextAt,
    @Nullable LastDrill lastDrill,
    @Nullable Failure failure,
    int version,
    Instant createdAt,
    Instant updatedAt,
    @JsonIgnore Recurrence recurs)
    implements Versioned {

  record Named(UUID id, String name) {}

  record Owner(UUID id, String username) {}

  record LastDrill(UUID id, String state, Instant startedAt) {}

  record Failure(Instant at, String why) {}

  /** The members that a recurrence is shown by. */
  record When(
      @Nullable List<String> days, @Nullable Integer dayOfMonth, LocalTime at, ZoneId zone) {

    static When of(Recurrence recurs) {
      return switch (recurs) {
        case Recurrence.AtTime weekly ->
            new When(words(weekly), null, weekly.time(), weekly.zone());
        case Recurrence.InMonth monthly ->
            new When(null, monthly.day(), monthly.time(), monthly.zone());
        case Recurrence.Every every -> throw unknown(every);
        case Recurrence.OfAnotherVersion another -> throw unknown(another);
      };
    }

    private static List<String> words(Recurrence.AtTime weekly) {
      List<String> words = new ArrayList<>();
      for (DayOfWeek day : DayOfWeek.values()) {
        if (weekly.days().contains(day)) {
          words.add(day.name().toLowerCase(Locale.ROOT));
        }
      }
      return words;
    }

    private static IllegalStateException unknown(Recurrence recurs) {
      return new IllegalStateException("drills do not recur like this: " + recurs.text());
    }
  }
}
