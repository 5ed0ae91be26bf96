package dev.imas.core.maintenance;

import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides which silences a window needs, beside those that were made of it. Pure. */
final class OccurrencePlanner {

  /** So far ahead silences are made: whoever lists silences sees what comes. */
  static final Duration AHEAD = Duration.ofDays(8);

  private static final int MOST_AHEAD = 20;

  private OccurrencePlanner() {}

  /** What has to be done with the silences of a window. */
  sealed interface Step {

    /** A silence is made. */
    record Begin(Occurrence occurrence) implements Step {}

    /** It gets other times, or another comment. */
    record Move(UUID silence, Occurrence occurrence) implements Step {}

    /** It ends, and is of no occurrence any more. */
    record End(UUID silence) implements Step {}
  }

  /**
   * A silence that was made of the window.
   *
   * @param occurrence null: another has taken its place
   * @param isSame whether it hides what the window says now
   * @param isSaidSame whether its comment is the window's
   */
  record Made(
      UUID silence,
      @Nullable LocalDateTime occurrence,
      boolean isSame,
      boolean isSaidSame,
      Instant startsAt,
      Instant endsAt) {}

  /**
   * @param times null while the window is switched off
   * @param isChanged whether somebody has changed the window. Otherwise the silence of an
   *     occurrence that somebody has ended stays ended.
   */
  static List<Step> plan(
      @Nullable PlannedTimes times, List<Made> made, boolean isChanged, Instant now) {
    Map<LocalDateTime, Occurrence> wanted = new HashMap<>();
    List<Occurrence> ahead =
        times == null ? List.of() : times.between(now, now.plus(AHEAD), MOST_AHEAD);
    ahead.forEach(occurrence -> wanted.put(occurrence.local(), occurrence));
    List<Step> steps = new ArrayList<>();
    for (Made silence : made) {
      LocalDateTime of = silence.occurrence();
      if (of == null) {
        continue;
      }
      Occurrence there = wanted.get(of);
      boolean isOver = !silence.endsAt().isAfter(now);
      if (there == null) {
        if (!isOver) {
          steps.add(new Step.End(silence.silence()));
        }
      } else if (isOver ? isChanged : !silence.isSame() || isTooEarly(silence, there, now)) {
        steps.add(new Step.End(silence.silence()));
      } else {
        wanted.remove(of);
        if (!isOver && isMoved(silence, there, now)) {
          steps.add(new Step.Move(silence.silence(), there));
        }
      }
    }
    ahead.stream()
        .filter(occurrence -> wanted.containsKey(occurrence.local()))
        .forEach(occurrence -> steps.add(new Step.Begin(occurrence)));
    return steps;
  }

  /** It has begun, and should begin later: the zone has changed. */
  private static boolean isTooEarly(Made silence, Occurrence there, Instant now) {
    return !silence.startsAt().isAfter(now) && there.startsAt().isAfter(now);
  }

  /** What has begun keeps its start. */
  private static boolean isMoved(Made silence, Occurrence to, Instant now) {
    return !silence.isSaidSame()
        || !silence.endsAt().equals(to.endsAt())
        || (silence.startsAt().isAfter(now) && !silence.startsAt().equals(to.startsAt()));
  }
}
