package dev.imas.core.oncall;

import static dev.imas.core.oncall.People.ALICE;
import static dev.imas.core.oncall.People.BOB;
import static dev.imas.core.oncall.People.CAROL;
import static dev.imas.core.oncall.People.DAVE;
import static dev.imas.core.oncall.People.PARIS;
import static dev.imas.core.oncall.People.between;
import static dev.imas.core.oncall.People.daily;
import static dev.imas.core.oncall.People.each;
import static dev.imas.core.oncall.People.order;
import static dev.imas.core.oncall.People.starts;
import static dev.imas.core.oncall.People.weekly;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.oncall.Rotation.AfterAbsence;
import dev.imas.core.oncall.Rotation.Counted;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holidays that a rotation skips, in one of two ways. */
class HolidaysTest {

  private static final Interval CHRISTMAS_WEEK = between("2026-12-21T00:00", "2026-12-30T00:00");

  private static Holidays on(Holidays.Effect effect, String... days) {
    Set<LocalDate> dates = Stream.of(days).map(LocalDate::parse).collect(Collectors.toSet());
    return new Holidays(new UUID(2, 0), dates, effect);
  }

  private static Holidays passes(String... days) {
    return on(Holidays.Effect.PASSES, days);
  }

  private static Holidays rests(String... days) {
    return on(Holidays.Effect.RESTS, days);
  }

  private static Rotation ofThree(Counted counted, AfterAbsence after) {
    return new Rotation(
        PARIS,
        LocalDateTime.parse("2026-12-21T00:00"),
        Cadence.DAILY,
        each(ALICE, BOB, CAROL),
        0,
        0,
        counted,
        after);
  }

  private static Layer layer(Rotation rotation, Holidays holidays) {
    return Layer.of("main", rotation).with(holidays);
  }

  @Test
  void aTurnOnAHolidayPassesToTheNextAndTheSkippedOneIsFirstAfterIt() {
    Layer layer = layer(daily("2026-12-21T00:00", ALICE, BOB, CAROL), passes("2026-12-25"));
    // Without it: ABC ABC ABC. Bob's 25th goes to Carol, whose next turn goes to Bob.
    assertThat(order(Schedule.of(layer).shifts(CHRISTMAS_WEEK))).isEqualTo("ABCACBABC");
  }

  @Test
  void aTurnThatNobodyElseCanTakeStaysAndSaysSo() {
    Layer alone = layer(daily("2026-12-21T00:00", ALICE), passes("2026-12-25"));
    List<Shift> shifts = Schedule.of(alone).shifts(CHRISTMAS_WEEK);
    assertThat(order(shifts)).isEqualTo("AAAAAAAAA");
    assertThat(shifts.stream().map(Shift::isLeftOver))
        .containsExactly(false, false, false, false, true, false, false, false, false);
  }

  @Test
  void theTurnMayBeLostInstead() {
    Layer layer = layer(ofThree(Counted.ALL, AfterAbsence.LOST), passes("2026-12-25"));
    assertThat(order(Schedule.of(layer).shifts(CHRISTMAS_WEEK))).isEqualTo("ABCACCABC");
  }

  @Test
  void theShiftSaysWhoseTurnItWas() {
    Layer layer = layer(daily("2026-12-21T00:00", ALICE, BOB), passes("2026-12-25"));
    List<Shift> shifts = Schedule.of(layer).shifts(between("2026-12-25T00:00", "2026-12-26T00:00"));
    assertThat(shifts).extracting(Shift::person).containsExactly(BOB);
    assertThat(shifts.getFirst().cause()).isEqualTo(new Cause.Cover("main", 4, List.of(ALICE)));
  }

  @Test
  void aWeekThatTouchesAHolidayPassesAsAWhole() {
    Layer layer = layer(weekly("2026-12-14T09:00", ALICE, BOB, CAROL), passes("2026-12-25"));
    assertThat(starts(Schedule.of(layer).shifts(between("2026-12-14T09:00", "2027-01-11T09:00"))))
        .containsExactly(
            "2026-12-14T09:00 A", "2026-12-21T09:00 C", "2026-12-28T09:00 B", "2027-01-04T09:00 A");
  }

  @Test
  void whoeverIsAloneKeepsTheTurn() {
    Layer layer = layer(daily("2026-12-21T00:00", ALICE), passes("2026-12-25"));
    assertThat(Schedule.of(layer).faults(CHRISTMAS_WEEK)).isEmpty();
  }

  /** The place of a question must not change its answer, also in a long row of holidays. */
  @Test
  void theAnswerIsTheSameWhereverTheQuestionBegins() {
    Layer layer =
        layer(
            daily("2026-12-01T00:00", ALICE, BOB, CAROL, DAVE),
            passes(
                Stream.iterate(LocalDate.parse("2026-12-05"), d -> d.plusDays(1))
                    .limit(17)
                    .map(LocalDate::toString)
                    .toArray(String[]::new)));
    Schedule schedule = Schedule.of(layer);
    List<Shift> whole = schedule.shifts(between("2026-12-01T00:00", "2026-12-31T00:00"));
    for (Shift shift : whole) {
      assertThat(schedule.at(shift.from()))
          .extracting(Shift::person)
          .containsExactly(shift.person());
    }
  }

  @Test
  void aLayerThatRestsHasNobodyOnAHolidayAndTheSkippedOneIsFirstAfterIt() {
    Layer layer = layer(ofThree(Counted.WORKED, AfterAbsence.TAKES_NEXT), rests("2026-12-25"));
    assertThat(starts(Schedule.of(layer).shifts(between("2026-12-23T00:00", "2026-12-28T00:00"))))
        .containsExactly(
            "2026-12-23T00:00 C", "2026-12-24T00:00 A", "2026-12-26T00:00 B", "2026-12-27T00:00 C");
    assertThat(Schedule.of(layer).faults(CHRISTMAS_WEEK))
        .containsExactly(new ScheduleFault.Gap(1, between("2026-12-25T00:00", "2026-12-26T00:00")));
  }

  @Test
  void aTurnOfRestMayCount() {
    Layer layer = layer(ofThree(Counted.ALL, AfterAbsence.TAKES_NEXT), rests("2026-12-25"));
    assertThat(order(Schedule.of(layer).shifts(CHRISTMAS_WEEK))).isEqualTo("ABCACABC");
  }

  @Test
  void anotherLayerServesWhileOneRests() {
    Layer office =
        new Layer(
            "office",
            1,
            1,
            ofThree(Counted.WORKED, AfterAbsence.LOST),
            List.of(),
            Optional.empty(),
            Optional.of(rests("2026-12-25")));
    Layer always = Layer.of("always", daily("2026-12-21T00:00", DAVE));
    assertThat(order(Schedule.of(office, always).shifts(CHRISTMAS_WEEK))).isEqualTo("ABCADBCAB");
  }

  /** A holiday is the day of the layer's own zone. */
  @Test
  void onlyTheHoursOfTheDayRest() {
    Layer layer = layer(weekly("2026-12-21T09:00", ALICE, BOB), rests("2026-12-25"));
    assertThat(Schedule.of(layer).shifts(between("2026-12-21T09:00", "2026-12-28T09:00")))
        .extracting(Shift::when)
        .containsExactly(
            between("2026-12-21T09:00", "2026-12-25T00:00"),
            between("2026-12-26T00:00", "2026-12-28T09:00"));
  }
}
