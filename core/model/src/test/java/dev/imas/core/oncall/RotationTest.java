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

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONC-04: turns that are right when clocks change, and edits that keep tonight's person. */
class RotationTest {

  private static List<Shift> shifts(Rotation rotation, Interval range) {
    return Schedule.of(Layer.of("main", rotation)).shifts(range);
  }

  private static String onCall(Rotation rotation, String at) {
    return onCall(rotation, paris(at));
  }

  private static String onCall(Rotation rotation, Instant at) {
    return order(Schedule.of(Layer.of("main", rotation)).at(at));
  }

  @Test
  void peopleTakeTurnsInOrder() {
    assertEquals(
        List.of("2026-11-02T09:00 A", "2026-11-09T09:00 B", "2026-11-16T09:00 C"),
        starts(
            shifts(
                weekly("2026-11-02T09:00", ALICE, BOB, CAROL),
                between("2026-11-02T09:00", "2026-11-23T09:00"))));
  }

  @Test
  void aHandOverBelongsToWhoeverComes() {
    Rotation rotation = weekly("2026-11-02T09:00", ALICE, BOB);
    assertEquals("A", onCall(rotation, "2026-11-09T08:59:59.999999999"));
    assertEquals("B", onCall(rotation, "2026-11-09T09:00"));
  }

  @Test
  void nobodyIsOnCallBeforeTheAnchor() {
    assertEquals("", onCall(weekly("2026-11-02T09:00", ALICE, BOB), "2026-11-02T08:59"));
  }

  @Test
  void aHandOverStaysAtItsTimeOfDayWhenClocksChange() {
    assertEquals(
        List.of(
            "2026-03-27T09:00 A", "2026-03-28T09:00 B", "2026-03-29T09:00 A", "2026-03-30T09:00 B"),
        starts(
            shifts(
                daily("2026-03-27T09:00", ALICE, BOB),
                between("2026-03-27T09:00", "2026-03-31T09:00"))));
    // The week of the change has 167 hours.
    assertEquals("B", onCall(weekly("2026-03-23T09:00", ALICE, BOB), "2026-03-30T09:00"));
  }

  @Test
  void aHandOverInTheSkippedHourIsAfterItOnThatDayAlone() {
    assertEquals(
        List.of(
            "2026-03-28T02:30 A", "2026-03-29T03:30 B", "2026-03-30T02:30 A", "2026-03-31T02:30 B"),
        starts(
            shifts(
                daily("2026-03-28T02:30", ALICE, BOB),
                between("2026-03-28T02:30", "2026-04-01T02:30"))));
  }

  @Test
  void aHandOverInTheRepeatedHourIsTheFirstOfTheTwo() {
    Rotation rotation = daily("2026-10-24T02:30", ALICE, BOB);
    assertEquals("A", onCall(rotation, Instant.parse("2026-10-25T00:29:59Z"))); // 02:29 the first
    assertEquals("B", onCall(rotation, Instant.parse("2026-10-25T00:30:00Z"))); // 02:30 the first
    assertEquals("B", onCall(rotation, Instant.parse("2026-10-25T01:10:00Z"))); // 02:10 the second
    assertEquals("B", onCall(rotation, Instant.parse("2026-10-25T01:40:00Z"))); // 02:40 the second
  }

  @Test
  void aMissingMidnightIsTheStartOfTheDay() {
    // On that Friday Cairo's clocks went from 00:00 to 01:00.
    Rotation rotation =
        Rotation.of(
            ZoneId.of("Africa/Cairo"),
            LocalDateTime.parse("2026-04-23T00:00"),
            Cadence.DAILY,
            each(ALICE, BOB));
    assertEquals("A", onCall(rotation, Instant.parse("2026-04-23T21:59:59Z")));
    assertEquals("B", onCall(rotation, Instant.parse("2026-04-23T22:00:00Z")));
  }

  @Test
  void aDayThatAZoneSkipsIsATurnOfNoLength() {
    // Apia has no 30 December 2011: the turn that would begin then ends as it begins.
    Rotation rotation =
        Rotation.of(
            ZoneId.of("Pacific/Apia"),
            LocalDateTime.parse("2011-12-29T00:00"),
            Cadence.DAILY,
            each(ALICE, BOB, CAROL));
    List<Shift> shifts =
        shifts(
            rotation,
            new Interval(
                Instant.parse("2011-12-29T10:00:00Z"), Instant.parse("2012-01-01T10:00:00Z")));
    assertEquals("ACA", order(shifts));
    assertEquals(Instant.parse("2011-12-30T10:00:00Z"), shifts.get(1).from());
  }

  @Test
  void hoursAreCountedByLocalClocks() {
    Rotation rotation =
        Rotation.of(
            People.PARIS,
            LocalDateTime.parse("2026-03-28T18:00"),
            Cadence.parse("PT6H"),
            each(ALICE, BOB));
    assertEquals(
        List.of(
            "2026-03-28T18:00 A", "2026-03-29T00:00 B", "2026-03-29T06:00 A", "2026-03-29T12:00 B"),
        starts(shifts(rotation, between("2026-03-28T18:00", "2026-03-29T18:00"))));
  }

  @Test
  void monthsAreCountedFromTheAnchorAndDoNotDrift() {
    Rotation rotation =
        Rotation.of(
            People.PARIS,
            LocalDateTime.parse("2026-01-31T09:00"),
            Cadence.parse("P1M"),
            each(ALICE, BOB));
    assertEquals(
        List.of(
            "2026-01-31T09:00 A", "2026-02-28T09:00 B", "2026-03-31T09:00 A", "2026-04-30T09:00 B"),
        starts(shifts(rotation, between("2026-01-31T09:00", "2026-05-31T09:00"))));
  }

  @Test
  void severalPeopleShareASlot() {
    Rotation rotation =
        Rotation.of(
            People.PARIS,
            LocalDateTime.parse("2026-11-02T09:00"),
            Cadence.WEEKLY,
            List.of(List.of(ALICE, BOB), List.of(CAROL)));
    assertEquals("AB", onCall(rotation, "2026-11-03T00:00"));
    assertEquals("C", onCall(rotation, "2026-11-10T00:00"));
  }

  @Test
  void addingSomebodyKeepsTonightsPerson() {
    Rotation rotation = daily("2026-11-02T09:00", ALICE, BOB);
    Instant noon = paris("2026-11-05T12:00"); // The fourth turn: Bob's.
    Rotation edited =
        rotation.withSlots(each(CAROL, ALICE, BOB, DAVE), noon, slotAt(rotation, noon));
    assertEquals("B", onCall(edited, noon));
    assertEquals("BDCAB", order(shifts(edited, between("2026-11-05T12:00", "2026-11-10T09:00"))));
  }

  @Test
  void removingTonightsPersonPassesTheTurnToTheNextOne() {
    Rotation rotation = daily("2026-11-02T09:00", ALICE, BOB, CAROL);
    Instant noon = paris("2026-11-03T12:00"); // Bob's turn.
    Rotation edited = rotation.withSlots(each(ALICE, CAROL), noon, slotAt(rotation, noon));
    assertEquals("CACA", order(shifts(edited, between("2026-11-03T12:00", "2026-11-07T09:00"))));
  }

  @Test
  void anEditOfAMonthlyRotationKeepsItsHandOver() {
    Rotation rotation =
        Rotation.of(
            People.PARIS,
            LocalDateTime.parse("2026-01-31T09:00"),
            Cadence.parse("P1M"),
            each(ALICE, BOB));
    Instant march = paris("2026-03-10T12:00");
    Rotation edited = rotation.withSlots(each(BOB, CAROL), march, slotAt(rotation, march));
    assertEquals(
        List.of("2026-03-10T12:00 B", "2026-03-31T09:00 C", "2026-04-30T09:00 B"),
        starts(shifts(edited, between("2026-03-10T12:00", "2026-05-31T09:00"))));
  }

  @Test
  void rotateToNextPassesTheTurnOnAtOnce() {
    Rotation rotation = weekly("2026-11-02T09:00", ALICE, BOB, CAROL);
    Instant noon = paris("2026-11-04T12:00");
    Rotation rotated = rotation.rotatedToNext(noon, slotAt(rotation, noon));
    assertEquals(
        List.of("2026-11-04T12:00 B", "2026-11-09T09:00 C", "2026-11-16T09:00 A"),
        starts(shifts(rotated, between("2026-11-04T12:00", "2026-11-23T09:00"))));
  }

  private static int slotAt(Rotation rotation, Instant at) {
    return Layer.of("main", rotation).slotAt(at);
  }

  @ParameterizedTest
  @CsvSource({"P1D,1,DAYS", "P2W,2,WEEKS", "P1M,1,MONTHS", "PT12H,12,HOURS"})
  void aCadenceIsReadAsItIsWritten(String text, int count, ChronoUnit unit) {
    Cadence cadence = Cadence.parse(text);
    assertEquals(new Cadence(count, unit), cadence);
    assertEquals(text, cadence.text());
  }

  @ParameterizedTest
  @CsvSource({"P0D", "P1Y", "P1DT1H", "PT30M", "P-1D", "PT0H", "P367D", "1W", "''"})
  void aCadenceOfAnotherFormIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Cadence.parse(text));
  }

  @Test
  void aSlotNeedsDifferentPeople() {
    LocalDateTime anchor = LocalDateTime.parse("2026-11-02T09:00");
    for (List<List<UUID>> slots :
        List.<List<List<UUID>>>of(List.of(), List.of(List.of()), List.of(List.of(ALICE, ALICE)))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Rotation.of(People.PARIS, anchor, Cadence.DAILY, slots));
    }
  }
}
