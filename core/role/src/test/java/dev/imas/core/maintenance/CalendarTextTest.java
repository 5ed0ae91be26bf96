package dev.imas.core.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.maintenance.CalendarText.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events of calendars as work. */
class CalendarTextTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static String calendar(String... events) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
        + String.join("", List.of(events))
        + "END:VCALENDAR\r\n";
  }

  private static String event(String... lines) {
    return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
  }

  private static Event one(String... lines) {
    CalendarText.Read read = CalendarText.read(calendar(event(lines)), PARIS);
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
  void aZoneThatOnlyTheCalendarKnowsIsTheOneThatWasSaid() {
    assertThat(
            one("UID:1", "DTSTART;TZID=W. Europe Standard Time:20261205T020000", "DURATION:PT1H")
                .times()
                .zone())
        .isEqualTo(PARIS);
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
            PARIS);
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
                    "UID:rdate",
                    "DTSTART:20261205T020000Z",
                    "DURATION:PT1M",
                    "RDATE:20261206T020000Z"),
                event("UID:good", "DTSTART:20261205T020000Z", "DURATION:PT1M", "STATUS:CANCELLED")),
            PARIS);
    assertThat(read.left())
        .extracting(CalendarText.Left::uid)
        .containsExactly("hourly", "none", "back", "rdate");
    assertThat(read.left()).allSatisfy(left -> assertThat(left.why()).isNotBlank());
    assertThat(read.events()).hasSize(1);
    assertThat(read.events().getFirst().isCancelled()).isTrue();
  }

  @Test
  void whatIsNoCalendarIsRefused() {
    for (String text : List.of("hello", "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT")) {
      assertThatThrownBy(() -> CalendarText.read(text, PARIS))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
