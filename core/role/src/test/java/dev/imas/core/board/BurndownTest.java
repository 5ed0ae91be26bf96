package dev.imas.core.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.board.Burndown.Amount;
import dev.imas.core.board.Burndown.Change;
import dev.imas.core.board.Burndown.Day;
import dev.imas.core.board.Burndown.Span;
import dev.imas.core.board.PlannedRepository.State;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** G37, G166: a burndown is a function of the log, by local midnights and working days. */
class BurndownTest {

  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final UUID SPRINT = new UUID(0, 1);
  private static final UUID NEXT = new UUID(0, 2);

  private static UUID item(int number) {
    return new UUID(1, number);
  }

  private static boolean works(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(LONDON).toInstant();
  }

  private static Change change(
      int item, String at, @Nullable UUID sprint, int points, State state) {
    return new Change(item(item), at(at), sprint, points, state);
  }

  private static Burndown of(String from, String until, String endsOn, List<Change> changes) {
    return Burndown.of(
        SPRINT,
        new Span(at(from), at(until), LocalDate.parse(endsOn), LONDON),
        changes,
        BurndownTest::works);
  }

  @Test
  void committedIsWhatStandsInItAtTheStart() {
    Burndown burndown =
        of(
            "2026-11-18T09:00",
            "2026-11-26T12:00",
            "2026-12-02",
            List.of(
                change(1, "2026-11-17T10:00", SPRINT, 5, State.OPEN),
                change(2, "2026-11-17T10:00", SPRINT, 3, State.OPEN),
                change(3, "2026-11-17T10:00", null, 8, State.OPEN),
                // Re-estimated, done, opened again, and done.
                change(2, "2026-11-19T10:00", SPRINT, 5, State.OPEN),
                change(1, "2026-11-19T23:59", SPRINT, 5, State.DONE),
                change(1, "2026-11-20T00:01", SPRINT, 5, State.OPEN),
                change(3, "2026-11-20T10:00", SPRINT, 8, State.OPEN),
                change(3, "2026-11-23T10:00", NEXT, 8, State.OPEN),
                change(1, "2026-11-24T10:00", SPRINT, 5, State.DONE)));

    assertThat(burndown.committed()).isEqualTo(new Amount(2, 8));
    assertThat(burndown.added()).isEqualTo(new Amount(1, 10));
    assertThat(burndown.removed()).isEqualTo(new Amount(1, 8));
    assertThat(burndown.done()).isEqualTo(new Amount(1, 5));
    assertThat(burndown.left()).isEqualTo(new Amount(1, 5));
    assertThat(burndown.days()).hasSize(14);
    assertThat(burndown.days().stream().map(Day::left))
        .containsExactly(8, 5, 18, 18, 18, 10, 5, 5, 5, null, null, null, null, null);
    assertThat(burndown.days().stream().map(Day::scope).limit(9))
        .containsExactly(8, 10, 18, 18, 18, 10, 10, 10, 10);
    // Ten working days: a tenth of what was committed each, and nothing at weekends.
    assertThat(burndown.days().stream().map(Day::even))
        .containsExactly(7.2, 6.4, 5.6, 5.6, 5.6, 4.8, 4.0, 3.2, 2.4, 1.6, 1.6, 1.6, 0.8, 0.0);
  }

  @Test
  void midnightsAreThoseOfTheZone() {
    // At 23:30 UTC on the 28th of March it is the same day in London; a day later clocks are an
    // hour ahead.
    List<Change> changes =
        List.of(
            change(1, "2026-03-27T09:00", SPRINT, 1, State.OPEN),
            new Change(item(1), Instant.parse("2026-03-29T23:30:00Z"), SPRINT, 1, State.DONE));
    Burndown burndown = of("2026-03-27T09:00", "2026-03-31T12:00", "2026-04-03", changes);

    assertThat(burndown.days().stream().map(Day::left).limit(5)).containsExactly(1, 1, 1, 0, 0);
  }

  @Test
  void sprintThatGoesOnHasMoreDays() {
    Burndown burndown =
        of(
            "2026-11-18T09:00",
            "2026-12-04T12:00",
            "2026-12-02",
            List.of(change(1, "2026-11-18T09:00", SPRINT, 2, State.OPEN)));

    assertThat(burndown.days()).hasSize(17);
    assertThat(burndown.days().getLast().date()).isEqualTo(LocalDate.parse("2026-12-04"));
    assertThat(burndown.days().getLast().left()).isEqualTo(2);
    // Its pace is that of the days that were planned.
    assertThat(burndown.days().stream().map(Day::even).skip(12))
        .containsExactly(0.2, 0.0, 0.0, 0.0, 0.0);
  }

  /** As it is in a naive reading: at each cut, the last change of each item. */
  private static Map<UUID, Change> latest(List<Change> changes, Instant cut) {
    Map<UUID, Change> latest = new HashMap<>();
    changes.stream()
        .filter(one -> !one.at().isAfter(cut))
        .forEach(one -> latest.put(one.item(), one));
    return latest;
  }

  private static int sum(Map<UUID, Change> latest, boolean isLeft) {
    return latest.values().stream()
        .filter(one -> SPRINT.equals(one.sprint()) && one.state() != State.OUT)
        .filter(one -> !isLeft || one.state() == State.OPEN)
        .mapToInt(Change::points)
        .sum();
  }

  @Test
  void randomLogsEqualTheNaiveReading() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Instant from = at("2026-10-19T09:00");
      Instant until = from.plus(Duration.ofHours(random.nextInt(24 * 20)));
      List<Change> changes = new ArrayList<>();
      Instant at = from.minus(Duration.ofDays(2));
      for (int i = 0; i < random.nextInt(200); i++) {
        at = at.plusSeconds(random.nextInt(20_000));
        changes.add(
            new Change(
                item(random.nextInt(12)),
                at,
                random.nextInt(3) == 0 ? (random.nextBoolean() ? NEXT : null) : SPRINT,
                random.nextInt(9),
                State.values()[random.nextInt(3)]));
      }
      Burndown burndown =
          Burndown.of(
              SPRINT,
              new Span(from, until, LocalDate.parse("2026-11-02"), LONDON),
              changes,
              BurndownTest::works);
      assertThat(burndown.committed().points()).isEqualTo(sum(latest(changes, from), false));
      assertThat(burndown.left().points()).isEqualTo(sum(latest(changes, until), true));
      assertThat(burndown.committed().points() + burndown.added().points())
          .isEqualTo(
              burndown.done().points() + burndown.left().points() + burndown.removed().points());
      for (Day day : burndown.days()) {
        Instant midnight = day.date().plusDays(1).atStartOfDay(LONDON).toInstant();
        Instant cut = midnight.isBefore(until) ? midnight : until;
        boolean isToCome = day.date().atStartOfDay(LONDON).toInstant().isAfter(until);
        assertThat(day.left())
            .isEqualTo(isToCome ? null : (Integer) sum(latest(changes, cut), true));
        assertThat(day.scope())
            .isEqualTo(isToCome ? null : (Integer) sum(latest(changes, cut), false));
      }
    }
  }

  @Test
  void velocityIsTheMedianOfTheLastSprints() {
    assertThat(Velocity.of(List.of(31, 26, 38))).isEqualTo(new Velocity(31, 26, 38, 3));
    assertThat(Velocity.of(List.of(4, 1, 3, 2))).isEqualTo(new Velocity(2.5, 1, 4, 4));
  }
}
