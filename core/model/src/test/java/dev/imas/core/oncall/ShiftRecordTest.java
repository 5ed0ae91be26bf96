package dev.imas.core.oncall;

import static dev.imas.core.oncall.People.ALICE;
import static dev.imas.core.oncall.People.BOB;
import static dev.imas.core.oncall.People.CAROL;
import static dev.imas.core.oncall.People.between;
import static dev.imas.core.oncall.People.daily;
import static dev.imas.core.oncall.People.order;
import static dev.imas.core.oncall.People.paris;
import static dev.imas.core.oncall.People.weekly;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written down at hand-overs, and that the past is answered from it. */
class ShiftRecordTest {

  private static final Instant MONDAY = paris("2026-03-23T09:00");

  private static final Schedule DAILY =
      Schedule.of(Layer.of("main", daily("2026-03-23T09:00", ALICE, BOB, CAROL)));

  private static ScheduleHistory history(Schedule schedule) {
    return new ScheduleHistory(Map.of(MONDAY, schedule));
  }

  private static Optional<ShiftRecord.Addition> next(String until, List<Shift> touching) {
    return ShiftRecord.next(history(DAILY), MONDAY, paris(until), false, touching);
  }

  @Test
  void aShiftIsWrittenWhenItEnds() {
    assertThat(next("2026-03-24T08:59", List.of())).isEmpty();
    assertThat(next("2026-03-24T09:00", List.of())).as("it may go on").isEmpty();
    ShiftRecord.Addition added = next("2026-03-24T09:01", List.of()).orElseThrow();
    assertThat(added.until()).isEqualTo(paris("2026-03-24T09:00"));
    assertThat(order(added.shifts())).isEqualTo("A");
    assertThat(added.shifts().getFirst().when())
        .isEqualTo(between("2026-03-23T09:00", "2026-03-24T09:00"));
  }

  @Test
  void whatIsMissingIsMadeUpForAtOnce() {
    ShiftRecord.Addition added = next("2026-03-28T12:00", List.of()).orElseThrow();
    assertThat(added.until()).isEqualTo(paris("2026-03-28T09:00"));
    assertThat(order(added.shifts())).isEqualTo("ABCAB");
  }

  /** The weekly shift is written as far as it has gone when the daily one ends, and goes on. */
  @Test
  void aShiftThatGoesOnIsOneShift() {
    Layer secondary =
        new Layer(
            "second", 2, 0, weekly("2026-03-23T09:00", CAROL, ALICE), List.of(), Optional.empty());
    ScheduleHistory both =
        history(Schedule.of(Layer.of("main", daily("2026-03-23T09:00", ALICE, BOB)), secondary));
    Instant tuesday = paris("2026-03-24T09:00");
    List<Shift> first =
        ShiftRecord.next(both, MONDAY, paris("2026-03-24T10:00"), false, List.of())
            .orElseThrow()
            .shifts();
    assertThat(order(first)).isEqualTo("AC");
    ShiftRecord.Addition second =
        ShiftRecord.next(both, tuesday, paris("2026-03-25T10:00"), false, first).orElseThrow();
    assertThat(order(second.shifts())).isEqualTo("CB");
    assertThat(second.shifts().getFirst().when())
        .isEqualTo(between("2026-03-23T09:00", "2026-03-25T09:00"));
  }

  @Test
  void thePastIsAnsweredFromTheRecordAndTheRestIsCalculated() {
    List<Shift> written = next("2026-03-25T10:00", List.of()).orElseThrow().shifts(); // Alice, Bob
    Schedule others = Schedule.of(Layer.of("main", daily("2026-03-23T09:00", CAROL)));
    ScheduleHistory later =
        new ScheduleHistory(
            Map.of(MONDAY, others),
            Optional.of(new ShiftRecord(between("2026-03-23T09:00", "2026-03-25T09:00"), written)));
    assertThat(order(later.shifts(between("2026-03-23T20:00", "2026-03-26T20:00"))))
        .isEqualTo("ABCC");
    assertThat(later.onCallAt(paris("2026-03-24T10:00")))
        .extracting(Shift::person)
        .containsExactly(BOB);
    assertThat(later.onCallAt(paris("2026-03-25T09:00")))
        .extracting(Shift::person)
        .containsExactly(CAROL);
  }

  /** However often it was written, and whenever: what is read is what was calculated. */
  @Test
  void theRecordEqualsTheCalculation() {
    Random random = new Random(27);
    for (int n = 0; n < 200; n++) {
      Schedule schedule =
          new Schedule(
              List.of(
                  Layer.of("main", daily("2026-03-20T09:00", ALICE, BOB, CAROL)),
                  new Layer(
                      "second",
                      2,
                      0,
                      weekly("2026-03-18T17:00", BOB, CAROL),
                      List.of(),
                      Optional.empty())),
              List.of(override(random, 1), override(random, 2)),
              Absences.NONE);
      ScheduleHistory history = history(schedule);
      List<Shift> record = new ArrayList<>();
      Instant end = MONDAY;
      for (Instant now = MONDAY; now.isBefore(MONDAY.plus(Duration.ofDays(20))); ) {
        now = now.plus(Duration.ofMinutes(1 + random.nextInt(3_000)));
        Instant since = end;
        List<Shift> touching = record.stream().filter(s -> s.until().equals(since)).toList();
        Optional<ShiftRecord.Addition> added =
            ShiftRecord.next(history, since, now, random.nextInt(5) == 0, touching);
        if (added.isPresent()) {
          record.removeAll(touching);
          touching.stream()
              .filter(old -> added.get().shifts().stream().noneMatch(s -> goesOn(old, s)))
              .forEach(record::add);
          record.addAll(added.get().shifts());
          end = added.get().until();
        }
      }
      Interval whole = new Interval(MONDAY, end);
      ScheduleHistory written =
          new ScheduleHistory(Map.of(), Optional.of(new ShiftRecord(whole, record)));
      assertThat(written.shifts(whole))
          .as("schedule %s", n)
          .containsExactlyInAnyOrderElementsOf(history.shifts(whole));
    }
  }

  private static boolean goesOn(Shift old, Shift next) {
    return old.level() == next.level()
        && old.person().equals(next.person())
        && old.from().equals(next.from());
  }

  private static ShiftOverride override(Random random, int level) {
    Instant from = MONDAY.plus(Duration.ofMinutes(random.nextInt(20_000)));
    return new ShiftOverride(
        new UUID(1, level),
        MONDAY,
        level,
        new Interval(from, from.plus(Duration.ofMinutes(1 + random.nextInt(4_000)))),
        random.nextBoolean() ? Optional.of(BOB) : Optional.empty(),
        random.nextBoolean() ? ALICE : CAROL);
  }
}
