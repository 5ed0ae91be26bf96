package dev.imas.core.oncall;

import static dev.imas.core.oncall.People.ALICE;
import static dev.imas.core.oncall.People.BOB;
import static dev.imas.core.oncall.People.CAROL;
import static dev.imas.core.oncall.People.DAVE;
import static dev.imas.core.oncall.People.between;
import static dev.imas.core.oncall.People.daily;
import static dev.imas.core.oncall.People.each;
import static dev.imas.core.oncall.People.order;
import static dev.imas.core.oncall.People.paris;
import static dev.imas.core.oncall.People.starts;
import static dev.imas.core.oncall.People.weekly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** ONC-02, ONC-04, ONC-05: layers, restricted hours, overrides, absences, gaps and overlaps. */
class ScheduleTest {

  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private static Layer layer(String name, int priority, Rotation rotation, Window... windows) {
    return new Layer(name, 1, priority, rotation, List.of(windows), Optional.empty());
  }

  private static Window window(Set<DayOfWeek> days, String start, int hours) {
    return new Window(days, LocalTime.parse(start), Duration.ofHours(hours));
  }

  private static ShiftOverride override(
      int id, Interval when, @Nullable UUID instead, UUID person) {
    return new ShiftOverride(
        new UUID(9, id),
        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(id),
        1,
        when,
        Optional.ofNullable(instead),
        person);
  }

  private static Rotation worked(Rotation r) {
    return new Rotation(
        r.zone(),
        r.anchor(),
        r.every(),
        r.slots(),
        0,
        0,
        Rotation.Counted.WORKED,
        r.afterAbsence());
  }

  @Test
  void aHigherLayerReplacesALowerOneInItsHours() {
    Schedule schedule =
        Schedule.of(
            layer("nights and weekends", 0, weekly("2026-11-02T09:00", ALICE)),
            layer("office", 1, weekly("2026-11-02T09:00", BOB), window(WEEKDAYS, "09:00", 9)));
    assertEquals(
        List.of("2026-11-06T09:00 B", "2026-11-06T18:00 A", "2026-11-09T09:00 B"),
        starts(schedule.shifts(between("2026-11-06T09:00", "2026-11-09T18:00"))));
    assertTrue(schedule.faults(between("2026-11-06T09:00", "2026-11-09T18:00")).isEmpty());
  }

  @Test
  void layersOfOnePriorityAreOnCallTogetherAndReported() {
    Schedule schedule =
        Schedule.of(
            layer("early", 0, daily("2026-11-02T00:00", ALICE), window(WEEKDAYS, "06:00", 9)),
            layer("late", 0, daily("2026-11-02T00:00", BOB), window(WEEKDAYS, "14:00", 8)));
    assertEquals("AB", order(schedule.at(paris("2026-11-03T14:30"))));
    assertEquals(
        List.of(
            new ScheduleFault.Gap(1, between("2026-11-03T00:00", "2026-11-03T06:00")),
            new ScheduleFault.Overlap(
                1, between("2026-11-03T14:00", "2026-11-03T15:00"), List.of("early", "late")),
            new ScheduleFault.Gap(1, between("2026-11-03T22:00", "2026-11-04T00:00"))),
        schedule.faults(between("2026-11-03T00:00", "2026-11-04T00:00")));
  }

  @Test
  void hoursOverMidnightBelongToTheDayOnWhichTheyBegin() {
    Schedule schedule =
        Schedule.of(
            layer(
                "friday night",
                0,
                weekly("2026-11-02T00:00", ALICE),
                window(EnumSet.of(DayOfWeek.FRIDAY), "22:00", 8)));
    List<Shift> shifts = schedule.shifts(between("2026-11-02T00:00", "2026-11-09T00:00"));
    assertEquals(1, shifts.size());
    assertEquals(between("2026-11-06T22:00", "2026-11-07T06:00"), shifts.getFirst().when());
  }

  @Test
  void hoursOverTheChangedClockEndAtTheirLocalTime() {
    Schedule schedule =
        Schedule.of(
            layer(
                "nights",
                0,
                daily("2026-03-01T12:00", ALICE),
                window(EnumSet.allOf(DayOfWeek.class), "22:00", 8)));
    Shift night = schedule.shifts(between("2026-03-28T12:00", "2026-03-29T12:00")).getFirst();
    assertEquals(between("2026-03-28T22:00", "2026-03-29T06:00"), night.when());
    assertEquals(Duration.ofHours(7), night.when().length());
  }

  @Test
  void turnsOutsideTheHoursCountOrNotAsTheRotationSays() {
    Rotation rotation = daily("2026-11-02T00:00", ALICE, BOB, CAROL, DAVE);
    Window weekdays = window(WEEKDAYS, "00:00", 24);
    Interval twoWeeks = between("2026-11-02T00:00", "2026-11-16T00:00");
    // Two of seven turns pass unseen at the weekend.
    assertEquals(
        "ABCDADABCD", order(Schedule.of(layer("all", 0, rotation, weekdays)).shifts(twoWeeks)));
    assertEquals(
        "ABCDABCDAB",
        order(Schedule.of(layer("worked", 0, worked(rotation), weekdays)).shifts(twoWeeks)));
  }

  @Test
  void everybodyWorksTheSameOverAYearOfCountedTurns() {
    Schedule schedule =
        Schedule.of(
            layer(
                "worked",
                0,
                worked(daily("2026-01-01T00:00", ALICE, BOB, CAROL, DAVE)),
                window(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY), "08:00", 10)));
    String order = order(schedule.shifts(between("2026-01-01T00:00", "2026-12-31T00:00")));
    assertEquals(104, order.length());
    for (char person : "ABCD".toCharArray()) {
      assertEquals(26, order.chars().filter(c -> c == person).count());
    }
  }

  @Test
  void anOverrideReplacesAllOfItsLevelOrOnePerson() {
    Interval evening = between("2026-11-03T18:00", "2026-11-03T22:00");
    Schedule pair =
        Schedule.of(
            Layer.of(
                "pair",
                Rotation.of(
                    People.PARIS,
                    LocalDateTime.parse("2026-11-02T00:00"),
                    Cadence.DAILY,
                    List.of(List.of(ALICE, BOB)))));
    Instant at = paris("2026-11-03T20:00");
    assertEquals("C", order(pair.with(override(1, evening, null, CAROL)).at(at)));
    assertEquals("CB", order(pair.with(override(1, evening, ALICE, CAROL)).at(at)));
    assertEquals("AB", order(pair.with(override(1, evening, DAVE, CAROL)).at(at)));
    assertEquals("AB", order(pair.with(override(1, evening, null, CAROL)).at(evening.until())));
  }

  @Test
  void anOverrideFillsAGap() {
    Schedule schedule =
        Schedule.of(
                layer("office", 0, daily("2026-11-02T00:00", ALICE), window(WEEKDAYS, "09:00", 8)))
            .with(override(1, between("2026-11-03T17:00", "2026-11-03T20:00"), null, BOB));
    assertEquals(
        List.of("2026-11-03T09:00 A", "2026-11-03T17:00 B"),
        starts(schedule.shifts(between("2026-11-03T09:00", "2026-11-03T20:00"))));
    assertTrue(schedule.faults(between("2026-11-03T09:00", "2026-11-03T20:00")).isEmpty());
  }

  @Test
  void ofSeveralOverridesTheNewestWins() {
    Interval day = between("2026-11-03T00:00", "2026-11-04T00:00");
    Schedule schedule = Schedule.of(Layer.of("main", weekly("2026-11-02T00:00", ALICE)));
    Instant at = paris("2026-11-03T12:00");
    ShiftOverride older = override(1, day, ALICE, BOB);
    assertEquals("C", order(schedule.with(override(2, day, ALICE, CAROL), older).at(at)));
    assertEquals("C", order(schedule.with(older, override(2, day, null, CAROL)).at(at)));
  }

  @Test
  void whoWasGivenAShiftMayPassItOn() {
    Interval day = between("2026-11-03T00:00", "2026-11-04T00:00");
    Schedule schedule = Schedule.of(Layer.of("main", weekly("2026-11-02T00:00", ALICE)));
    assertEquals(
        "C",
        order(
            schedule
                .with(override(1, day, ALICE, BOB), override(2, day, BOB, CAROL))
                .at(paris("2026-11-03T12:00"))));
  }

  @Test
  void whereWhoeverSteppedInIsAwayThoseWhoWereReplacedAreOnCallAgain() {
    Interval day = between("2026-11-03T00:00", "2026-11-04T00:00");
    Absences bob = away(BOB, "2026-11-03T12:00", "2026-11-05T00:00");
    Schedule plain = Schedule.of(Layer.of("main", weekly("2026-11-02T00:00", ALICE)));
    for (UUID instead : new @Nullable UUID[] {ALICE, null}) {
      Schedule schedule = plain.with(override(1, day, instead, BOB)).with(bob);
      assertEquals(
          List.of("2026-11-03T00:00 B", "2026-11-03T12:00 A"), starts(schedule.shifts(day)));
      assertTrue(schedule.faults(day).isEmpty());
    }
    // Whoever takes it over from somebody who left has it.
    assertEquals(
        List.of("2026-11-03T00:00 C"),
        starts(
            plain
                .with(override(1, day, ALICE, BOB), override(2, day, BOB, CAROL))
                .with(away(BOB, "2026-11-02T00:00", "2026-11-09T00:00"))
                .shifts(day)));
    // When all are away, the override stays: somebody must be called.
    assertEquals(
        "B",
        order(
            plain
                .with(override(1, day, ALICE, BOB))
                .with(new Absences(Map.of(ALICE, List.of(day), BOB, List.of(day))))
                .shifts(day)));
  }

  @Test
  void whoWasAwayTakesTheNextTurnOfWhoeverSteppedIn() {
    Schedule schedule =
        Schedule.of(Layer.of("main", daily("2026-11-02T00:00", ALICE, BOB, CAROL)))
            .with(away(ALICE, "2026-11-05T08:00", "2026-11-05T09:00"));
    List<Shift> shifts = schedule.shifts(between("2026-11-02T00:00", "2026-11-11T00:00"));
    assertEquals("ABCBACABC", order(shifts)); // Without the absence: ABCABCABC.
    assertEquals(new Cause.Cover("main", 3, List.of(ALICE)), shifts.get(3).cause());
    assertEquals(new Cause.Cover("main", 4, List.of(BOB)), shifts.get(4).cause());
  }

  @Test
  void theAnswerIsTheSameWhereverTheQuestionBegins() {
    Schedule schedule =
        Schedule.of(Layer.of("main", daily("2026-11-02T00:00", ALICE, BOB, CAROL)))
            .with(away(ALICE, "2026-11-05T08:00", "2026-11-09T09:00"));
    Interval all = between("2026-11-02T00:00", "2026-11-20T00:00");
    for (Shift shift : schedule.shifts(all)) {
      assertEquals(
          List.of(shift),
          schedule.shifts(shift.when()),
          () -> "asked from " + shift.from() + " on");
    }
  }

  @Test
  void aTurnThatWouldBeGivenBackOutsideTheHoursLapses() {
    Schedule schedule =
        Schedule.of(
                layer(
                    "office",
                    0,
                    daily("2026-11-02T00:00", ALICE, BOB, CAROL),
                    window(WEEKDAYS, "00:00", 24)))
            .with(away(BOB, "2026-11-06T08:00", "2026-11-06T09:00")); // a Friday
    // Carol steps in, and has Saturday's turn. Bob gives back no later one.
    Interval weeks = between("2026-11-02T00:00", "2026-11-12T00:00");
    assertEquals("ABCACBCA", order(schedule.shifts(weeks)));
    assertEquals("C", order(schedule.at(paris("2026-11-10T12:00"))));
  }

  @Test
  void aTurnMayBeLostInstead() {
    Rotation r = daily("2026-11-02T00:00", ALICE, BOB, CAROL);
    Rotation lost =
        new Rotation(
            r.zone(),
            r.anchor(),
            r.every(),
            r.slots(),
            0,
            0,
            Rotation.Counted.ALL,
            Rotation.AfterAbsence.LOST);
    assertEquals(
        "ABCBBCABC",
        order(
            Schedule.of(Layer.of("main", lost))
                .with(away(ALICE, "2026-11-05T08:00", "2026-11-05T09:00"))
                .shifts(between("2026-11-02T00:00", "2026-11-11T00:00"))));
  }

  @Test
  void anAbsenceOutsideTheRestrictedHoursMovesNothing() {
    Schedule schedule =
        Schedule.of(
                layer(
                    "office",
                    0,
                    daily("2026-11-02T00:00", ALICE, BOB),
                    window(WEEKDAYS, "09:00", 8)))
            .with(away(ALICE, "2026-11-04T18:00", "2026-11-04T23:00"));
    assertEquals("A", order(schedule.at(paris("2026-11-04T12:00"))));
  }

  @Test
  void whenAllAreAwayTheTurnStaysWithItsOwner() {
    Interval week = between("2026-11-02T00:00", "2026-11-09T00:00");
    Schedule schedule =
        Schedule.of(Layer.of("main", daily("2026-11-02T00:00", ALICE, BOB)))
            .with(new Absences(Map.of(ALICE, List.of(week), BOB, List.of(week))));
    assertEquals("ABABABA", order(schedule.shifts(week)));
  }

  @Test
  void ofASlotOfTwoWhoeverIsThereServes() {
    Rotation pairs =
        Rotation.of(
            People.PARIS,
            LocalDateTime.parse("2026-11-02T00:00"),
            Cadence.DAILY,
            List.of(List.of(ALICE, BOB), List.of(CAROL)));
    assertEquals(
        "B",
        order(
            Schedule.of(Layer.of("main", pairs))
                .with(away(ALICE, "2026-11-02T08:00", "2026-11-02T09:00"))
                .at(paris("2026-11-02T00:00"))));
  }

  @Test
  void levelsAreIndependent() {
    Schedule schedule =
        Schedule.of(
            Layer.of("primary", weekly("2026-11-02T09:00", ALICE, BOB)),
            new Layer(
                "secondary",
                2,
                0,
                weekly("2026-11-02T09:00", BOB, ALICE),
                List.of(),
                Optional.of(paris("2026-11-16T09:00"))));
    assertEquals("AB", order(schedule.at(paris("2026-11-03T00:00"))));
    assertEquals("BA", order(schedule.at(paris("2026-11-10T00:00"))));
    assertEquals("A", order(schedule.at(paris("2026-11-17T00:00"))));
    assertEquals(
        List.of(new ScheduleFault.Gap(2, between("2026-11-16T09:00", "2026-11-17T00:00"))),
        schedule.faults(between("2026-11-02T09:00", "2026-11-17T00:00")));
  }

  @Test
  void layersNeedDifferentNames() {
    Layer layer = Layer.of("main", daily("2026-11-02T00:00", ALICE));
    assertThrows(IllegalArgumentException.class, () -> Schedule.of(layer, layer));
  }

  @Test
  void thePastIsAnsweredByTheVersionOfThen() {
    Schedule first = Schedule.of(Layer.of("main", weekly("2026-11-02T09:00", ALICE, BOB)));
    Instant edit = paris("2026-11-11T12:00"); // Bob's turn.
    Rotation edited = first.layers().getFirst().rotation().withSlots(each(BOB, CAROL), edit, 1);
    ScheduleHistory history =
        new ScheduleHistory(
            Map.of(Instant.MIN, first, edit, Schedule.of(Layer.of("main", edited))));
    assertEquals("A", order(history.onCallAt(paris("2026-11-03T00:00"))));
    assertEquals(
        List.of("2026-11-02T09:00 A", "2026-11-09T09:00 B", "2026-11-16T09:00 C"),
        starts(history.shifts(between("2026-11-02T09:00", "2026-11-23T09:00"))));
  }

  private static Absences away(UUID person, String from, String until) {
    return new Absences(Map.of(person, List.of(between(from, until))));
  }
}
