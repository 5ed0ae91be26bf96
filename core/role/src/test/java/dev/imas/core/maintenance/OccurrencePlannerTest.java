package dev.imas.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.maintenance.OccurrencePlanner.Made;
import dev.imas.core.maintenance.OccurrencePlanner.Step;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which silences a window needs. */
class OccurrencePlannerTest {

  private static final UUID SILENCE = new UUID(0, 1);
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final LocalDateTime TODAY = LocalDateTime.parse("2026-11-25T11:00");

  private static final PlannedTimes TIMES = times("2026-11-25T11:00", "PT2H", "UTC");
  private static final Occurrence UNDER_WAY = TIMES.between(NOW, NOW.plusSeconds(1), 1).getFirst();

  private static PlannedTimes times(String start, String length, String zone) {
    return new PlannedTimes(
        LocalDateTime.parse(start), ZoneId.of(zone), Duration.parse(length), false, null, Set.of());
  }

  private static Made made(boolean isSame, String ends) {
    return new Made(SILENCE, TODAY, isSame, true, UNDER_WAY.startsAt(), Instant.parse(ends));
  }

  private static List<Step> plan(PlannedTimes times, boolean isChanged, Made... made) {
    return OccurrencePlanner.plan(times, List.of(made), isChanged, NOW);
  }

  @Test
  void whatComesWithinEightDaysIsMade() {
    assertThat(plan(TIMES, false)).containsExactly(new Step.Begin(UNDER_WAY));
    assertThat(plan(times("2026-12-03T11:59", "PT1H", "UTC"), false)).hasSize(1);
    assertThat(plan(times("2026-12-03T12:01", "PT1H", "UTC"), false)).isEmpty();
    assertThat(plan(times("2026-11-25T09:00", "PT1H", "UTC"), false)).isEmpty();
  }

  @Test
  void whatIsMadeStays() {
    assertThat(plan(TIMES, false, made(true, "2026-11-25T13:00:00Z"))).isEmpty();
    assertThat(plan(TIMES, true, made(true, "2026-11-25T13:00:00Z"))).isEmpty();
  }

  @Test
  void anotherEndMovesIt() {
    assertThat(plan(TIMES, false, made(true, "2026-11-25T12:30:00Z")))
        .containsExactly(new Step.Move(SILENCE, UNDER_WAY));
  }

  @Test
  void whatHidesSomethingElseIsReplaced() {
    assertThat(plan(TIMES, true, made(false, "2026-11-25T13:00:00Z")))
        .containsExactly(new Step.End(SILENCE), new Step.Begin(UNDER_WAY));
  }

  @Test
  void whatSomebodyHasEndedStaysEndedUntilTheWindowIsChanged() {
    Made ended = made(true, "2026-11-25T11:30:00Z");
    assertThat(plan(TIMES, false, ended)).isEmpty();
    assertThat(plan(TIMES, true, ended))
        .containsExactly(new Step.End(SILENCE), new Step.Begin(UNDER_WAY));
  }

  @Test
  void whatTheWindowDoesNotHaveAnyMoreEnds() {
    Made silence = made(true, "2026-11-25T13:00:00Z");
    assertThat(OccurrencePlanner.plan(null, List.of(silence), true, NOW))
        .containsExactly(new Step.End(SILENCE));
    assertThat(plan(times("2026-12-25T11:00", "PT2H", "UTC"), true, silence))
        .containsExactly(new Step.End(SILENCE));
  }

  @Test
  void aLaterZoneBeginsAnew() {
    Made silence = made(true, "2026-11-25T13:00:00Z");
    PlannedTimes later = times("2026-11-25T11:00", "PT2H", "America/New_York");
    assertThat(plan(later, true, silence)).hasSize(2).first().isEqualTo(new Step.End(SILENCE));
  }

  @Test
  void whatWasReplacedCountsNoMore() {
    Made replaced = new Made(SILENCE, null, true, true, UNDER_WAY.startsAt(), NOW.plusSeconds(60));
    assertThat(plan(TIMES, false, replaced)).containsExactly(new Step.Begin(UNDER_WAY));
  }
}
