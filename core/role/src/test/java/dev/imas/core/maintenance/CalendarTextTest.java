package dev.imas.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.maintenance.CalendarText.Event;
import dev.imas.core.planned.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of calendars as work. */
class CalendarTextTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private static String calendar(String... events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
        + String.join("", List.of(events))
        + "END:VCALENDAR\r\n";
  }

  private static String event(String... lines) {
    return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
  }

  private static Event one(String... lines) {
    CalendarText.Read read = CalendarText.read(calendar(event(lines)), PARIS, NOW);
    assertThat(read.left()).isEmpty();
    assertThat(read.events()).hasSize(1);
    return read.events().getFirst();
  }

  @Test
  void aRecurringEventOfAZone() {
    Event event =
        one(
            "UID:patch@example.org",
            "SUMMARY:Patching\\, all of it",
            "DTSTART;TZID=America/New_York:20261205T020000",
            "DTEND;TZID=America/New_York:20261205T043000",
            "RRULE:FREQ=MONTHLY;BYDAY=1SA;UNTIL=20270401T000000Z",
            "EXDATE;TZID=America/New_York:20270102T020000");
    assertThat(event.uid()).isEqualTo("patch@example.org");
    assertThat(event.summary()).isEqualTo("Patching, all of it");
    assertThat(event.times().zone()).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(event.times().length()).isEqualTo(Duration.ofMinutes(150));
    assertThat(event.times().except()).containsExactly(LocalDateTime.parse("2027-01-02T02:00"));
    Instant from = Instant.parse("2026-11-01T00:00:00Z");
    assertThat(event.times().between(from, from.plus(Duration.ofDays(400)), 9))
        .extracting(Occurrence::startsAt)
        .containsExactly(
            Instant.parse("2026-12-05T07:00:00Z"),
            Instant.parse("2027-02-06T07:00:00Z"),
            Instant.parse("2027-03-06T07:00:00Z"));
  }

  @Test
  void timesInUtcFloatingTimesAndWholeDays() {
    assertThat(one("UID:1", "DTSTART:20261205T020000Z", "DURATION:PT1H").times().zone())
        .isEqualTo(ZoneId.of("UTC"));
    assertThat(one("UID:1", "DTSTART:20261205T020000", "DURATION:PT1H").times().zone())
        .isEqualTo(PARIS);
    Event days = one("UID:1", "DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261207");
    assertThat(days.times().start()).isEqualTo(LocalDateTime.parse("2026-12-05T00:00"));
    assertThat(days.times().length()).isEqualTo(Duration.ofDays(2));
    assertThat(one("UID:1", "DTSTART;VALUE=DATE:20261205").times().length())
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aZoneOfWindowsIsTheOneOfItsNameAndAnUnknownOneIsLeftOut() {
    assertThat(
            one("UID:1", "DTSTART;TZID=W. Europe Standard Time:20261205T020000", "DURATION:PT1H")
                .times()
                .zone())
        .isEqualTo(ZoneId.of("Europe/Berlin"));
    CalendarText.Read read =
        CalendarText.read(
            calendar(event("UID:1", "DTSTART;TZID=Mars/Base:20261205T020000", "DURATION:PT1H")),
            PARIS,
            NOW);
    assertThat(read.events()).isEmpty();
    assertThat(read.left().getFirst().why()).contains("line 6: DTSTART", "'Mars/Base'");
  }

  /** What is at ten to six by the clock hides no hour too many, and none too few. */
  @Test
  void workThroughTheNightOfAChangeEndsByTheClock() {
    Event event =
        one(
            "UID:1",
            "DTSTART;TZID=Europe/Paris:20261201T220000",
            "DTEND;TZID=Europe/Paris:20261202T060000",
            "RRULE:FREQ=DAILY");
    Instant spring = Instant.parse("2027-03-27T12:00:00Z");
    assertThat(event.times().between(spring, spring.plus(Duration.ofDays(1)), 9))
        .extracting(Occurrence::endsAt)
        .containsExactly(Instant.parse("2027-03-28T04:00:00Z"));
    Event lasting =
        one(
            "UID:1",
            "DTSTART;TZID=Europe/Paris:20261201T220000",
            "DURATION:PT8H",
            "RRULE:FREQ=DAILY");
    assertThat(lasting.times().between(spring, spring.plus(Duration.ofDays(1)), 9))
        .extracting(Occurrence::endsAt)
        .containsExactly(Instant.parse("2027-03-28T05:00:00Z"));
  }

  @Test
  void addedDatesAndChangesOfAllThatFollowAreWindowsOfTheirOwn() {
    CalendarText.Read read =
        CalendarText.read(
            calendar(
                event(
                    "UID:s",
                    "DTSTART;TZID=Europe/Paris:20261201T020000",
                    "DURATION:PT1H",
                    "RRULE:FREQ=DAILY;COUNT=10",
                    "RDATE;TZID=Europe/Paris:20261130T030000"),
                event(
                    "UID:s",
                    "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20261205T020000",
                    "DTSTART;TZID=Europe/Paris:20261205T050000",
                    "DURATION:PT2H")),
            PARIS,
            NOW);
    assertThat(read.left()).isEmpty();
    assertThat(read.events())
        .extracting(Event::uid)
        .containsExactly("s", "s/2026-12-05T02:00", "s/2026-11-30T03:00");
    List<Instant> starts =
        read.events().stream()
            .flatMap(
                event -> event.times().between(NOW, NOW.plus(Duration.ofDays(100)), 99).stream())
            .map(Occurrence::startsAt)
            .sorted()
            .toList();
    assertThat(starts).hasSize(11).startsWith(Instant.parse("2026-11-30T02:00:00Z"));
    assertThat(starts.get(4)).isEqualTo(Instant.parse("2026-12-04T01:00:00Z"));
    assertThat(starts.get(5)).isEqualTo(Instant.parse("2026-12-05T04:00:00Z"));
    assertThat(starts.getLast()).isEqualTo(Instant.parse("2026-12-10T04:00:00Z"));
  }

  @Test
  void aChangedOccurrenceIsLeftOutOfItsSeriesAndAWindowOfItsOwn() {
    CalendarText.Read read =
        CalendarText.read(
            calendar(
                event(
                    "UID:s",
                    "DTSTART;TZID=Europe/Paris:20261201T020000",
                    "DURATION:PT1H",
                    "RRULE:FREQ=DAILY"),
                event(
                    "UID:s",
                    "RECURRENCE-ID;TZID=Europe/Paris:20261203T020000",
                    "DTSTART;TZID=Europe/Paris:20261203T050000",
                    "DURATION:PT2H")),
            PARIS,
            NOW);
    assertThat(read.events()).extracting(Event::uid).containsExactly("s", "s/2026-12-03T02:00");
    assertThat(read.events().getFirst().times().except())
        .containsExactly(LocalDateTime.parse("2026-12-03T02:00"));
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestIsKept() {
    CalendarText.Read read =
        CalendarText.read(
            calendar(
                event(
                    "UID:hourly", "DTSTART:20261205T020000Z", "DURATION:PT1M", "RRULE:FREQ=HOURLY"),
                event("UID:none", "SUMMARY:No start"),
                event("UID:back", "DTSTART:20261205T020000Z", "DTEND:20261205T010000Z"),
                event(
                    "UID:exrule", "DTSTART:20261205T020000Z", "DURATION:PT1M", "EXRULE:FREQ=DAILY"),
                event("UID:good", "DTSTART:20261205T020000Z", "DURATION:PT1M", "STATUS:CANCELLED")),
            PARIS,
            NOW);
    assertThat(read.left())
        .extracting(CalendarText.Left::uid)
        .containsExactly("hourly", "none", "back", "exrule");
    assertThat(read.left()).allSatisfy(left -> assertThat(left.why()).isNotBlank());
    assertThat(read.events()).hasSize(1);
    assertThat(read.events().getFirst().isCancelled()).isTrue();
  }

  @Test
  void whatIsNoCalendarIsRefused() {
    for (String text : List.of("hello", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT")) {
      assertThatThrownBy(() -> CalendarText.read(text, PARIS, NOW))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
