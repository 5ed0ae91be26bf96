package dev.imas.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.oncall.Interval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events as calendar programs and publishers of holidays write them. */
class IcsTextTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static final Interval YEAR =
      new Interval(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));

  private static String ics(String... lines) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        + "DTSTAMP:20260101T000000Z\r\n"
        + String.join("\r\n", lines)
        + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  }

  private static List<IcsText.Event> read(String... lines) throws IcsText.Refused {
    return new IcsText(PARIS, YEAR).read(ics(lines));
  }

  private static Interval between(String from, String until) {
    return new Interval(Instant.parse(from), Instant.parse(until));
  }

  @Test
  void aDateIsADayOfTheZoneThatWasNamed() throws IcsText.Refused {
    IcsText.Event event =
        read("SUMMARY:Noël", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226").getFirst();
    assertThat(event.when()).isEqualTo(between("2026-12-24T23:00:00Z", "2026-12-25T23:00:00Z"));
    assertThat(event.isAllDay()).isTrue();
    assertThat(event.summary()).isEqualTo("Noël");
    assertThat(read("DTSTART;VALUE=DATE:20261225").getFirst().when()).isEqualTo(event.when());
  }

  /** A day on which clocks change is a day, too. */
  @Test
  void daysAreCountedByTheCalendar() throws IcsText.Refused {
    assertThat(read("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330").getFirst().when())
        .isEqualTo(between("2026-03-27T23:00:00Z", "2026-03-29T22:00:00Z"));
  }

  @Test
  void whatRecursEveryYearIsReadForTheTimeAsked() throws IcsText.Refused {
    assertThat(read("SUMMARY:May Day", "DTSTART;VALUE=DATE:19900501", "RRULE:FREQ=YEARLY"))
        .extracting(IcsText.Event::when)
        .containsExactly(between("2026-04-30T22:00:00Z", "2026-05-01T22:00:00Z"));
  }

  @Test
  void timesAreInUtcInANamedZoneOrInTheOneAsked() throws IcsText.Refused {
    Interval expected = between("2026-07-01T08:00:00Z", "2026-07-01T10:00:00Z");
    assertThat(read("DTSTART:20260701T080000Z", "DTEND:20260701T100000Z").getFirst().when())
        .isEqualTo(expected);
    assertThat(
            read(
                    "DTSTART;TZID=America/New_York:20260701T040000",
                    "DTEND;TZID=America/New_York:20260701T060000")
                .getFirst()
                .when())
        .isEqualTo(expected);
    assertThat(read("DTSTART:20260701T100000", "DURATION:PT2H").getFirst().when())
        .isEqualTo(expected);
  }

  @Test
  void whatRecursKeepsItsTimeOfDayOverAChangeOfTheClocks() throws IcsText.Refused {
    for (String start :
        List.of("DTSTART:20260327T090000", "DTSTART;TZID=Europe/Paris:20260327T090000")) {
      assertThat(read(start, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"))
          .extracting(event -> event.when().from())
          .containsExactly(
              Instant.parse("2026-03-27T08:00:00Z"),
              Instant.parse("2026-03-28T08:00:00Z"),
              Instant.parse("2026-03-29T07:00:00Z"));
    }
  }

  @Test
  void theFirstAttendeeIsRead() throws IcsText.Refused {
    assertThat(
            read(
                    "DTSTART:20260701T080000Z",
                    "DTEND:20260701T100000Z",
                    "ATTENDEE;CN=Bob:mailto:bob@example.org")
                .getFirst()
                .attendee())
        .isEqualTo("bob@example.org");
  }

  @Test
  void whatCannotBeReadIsRefusedWithItsReason() {
    IcsText text = new IcsText(PARIS, YEAR);
    assertThatThrownBy(() -> text.read("hello")).isInstanceOf(IcsText.Refused.class);
    assertThatThrownBy(() -> text.read("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
        .hasMessage("has no VEVENT");
    assertThatThrownBy(() -> read("SUMMARY:odd")).hasMessage("has an event without DTSTART: odd");
    assertThatThrownBy(
            () -> read("SUMMARY:odd", "DTSTART:20260701T080000Z", "DTEND:20260701T080000Z"))
        .hasMessage("has an event that does not end after its start: odd");
  }

  /** A line of text must not keep a processor busy. */
  @Test
  void whatRecursWithoutEndIsBounded() {
    assertThatThrownBy(
            () ->
                read(
                    "SUMMARY:x",
                    "DTSTART:19700101T000000Z",
                    "DURATION:PT1S",
                    "RRULE:FREQ=SECONDLY"))
        .hasMessage("recurs too often: x");
    assertThatThrownBy(
            () -> read("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=MINUTELY"))
        .hasMessage("has more than 2000 events");
  }
}
