package dev.imas.core.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.StepBudget;
import dev.imas.fixtures.CpuTime;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events as calendar programs and publishers of holidays write them. */
class CalendarReaderTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

  /** As Exchange writes it for Berlin: two rules since 1601. */
  private static final String BERLIN_OF_WINDOWS =
      """
      BEGIN:VTIMEZONE
      TZID:%s
      BEGIN:STANDARD
      DTSTART:16010101T030000
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
      END:STANDARD
      BEGIN:DAYLIGHT
      DTSTART:16010101T020000
      TZOFFSETFROM:+0100
      TZOFFSETTO:+0200
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
      END:DAYLIGHT
      END:VTIMEZONE
      """;

  private TimeZone ofServer = TimeZone.getDefault();

  /** A zone that nobody named shows at once. */
  @BeforeEach
  void serverIsElsewhere() {
    ofServer = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
  }

  @AfterEach
  void serverIsBack() {
    TimeZone.setDefault(ofServer);
  }

  private static String calendar(String... parts) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n"
        + String.join("", parts)
        + "END:VCALENDAR\n";
  }

  private static String event(String... lines) {
    return "BEGIN:VEVENT\n" + String.join("\n", lines) + "\nEND:VEVENT\n";
  }

  private static CalendarReader.Calendar calendarOf(String text) throws Unreadable {
    return CalendarReader.read(text.replace("\n", "\r\n"), null, PARIS, NOW);
  }

  private static List<CalendarEvent> all(String text) throws Unreadable {
    List<CalendarEvent> events = new ArrayList<>();
    for (Series series : calendarOf(text).whole().series()) {
      events.addAll(series.between(NOW, END, new StepBudget(CalendarReader.MOST_STEPS)));
    }
    events.sort(Comparator.comparing(CalendarEvent::startsAt));
    return events;
  }

  private static List<CalendarEvent> read(String... lines) throws Unreadable {
    return all(calendar(event(lines)));
  }

  private static List<String> times(List<CalendarEvent> events) {
    return events.stream().map(event -> event.startsAt() + "/" + event.endsAt()).toList();
  }

  private static String refusal(String... lines) {
    return refusalOf(calendar(event(lines)));
  }

  private static String refusalOf(String text) {
    try {
      all(text);
    } catch (Unreadable e) {
      return e.reason();
    }
    throw new AssertionError("it was read: " + text);
  }

  @Test
  void aDateIsADayOfTheZoneThatWasNamed() throws Unreadable {
    CalendarEvent event =
        read("SUMMARY:Noël", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226").getFirst();
    assertThat(times(List.of(event))).containsExactly("2026-12-24T23:00:00Z/2026-12-25T23:00:00Z");
    assertThat(event.isAllDay()).isTrue();
    assertThat(event.summary()).isEqualTo("Noël");
    assertThat(event.lastDay()).isEqualTo(LocalDate.parse("2026-12-25"));
    assertThat(read("DTSTART;VALUE=DATE:20261225").getFirst().endsAt()).isEqualTo(event.endsAt());
  }

  /** A day on which clocks change is a day, too. */
  @Test
  void daysAreCountedByTheCalendar() throws Unreadable {
    List<String> weekend = List.of("2026-03-27T23:00:00Z/2026-03-29T22:00:00Z");
    assertThat(times(read("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330")))
        .isEqualTo(weekend);
    assertThat(times(read("DTSTART;VALUE=DATE:20260328", "DURATION:P2D"))).isEqualTo(weekend);
  }

  @Test
  void timesAreInUtcInANamedZoneOrInTheOneAsked() throws Unreadable {
    List<String> expected = List.of("2026-07-01T08:00:00Z/2026-07-01T10:00:00Z");
    assertThat(times(read("DTSTART:20260701T080000Z", "DTEND:20260701T100000Z")))
        .isEqualTo(expected);
    for (String zone :
        List.of(
            "America/New_York",
            "\"America/New_York\"",
            "america/new_york",
            "Eastern Standard Time",
            "/freeassociation.sourceforge.net/America/New_York",
            "/mozilla.org/20050126_1/America/New_York")) {
      assertThat(
              times(
                  read(
                      "DTSTART;TZID=" + zone + ":20260701T040000",
                      "DTEND;TZID=" + zone + ":20260701T060000")))
          .as(zone)
          .isEqualTo(expected);
    }
    assertThat(times(read("DTSTART:20260701T100000", "DURATION:PT2H"))).isEqualTo(expected);
  }

  @Test
  void aCalendarsOwnZoneIsThatOfItsFloatingTimes() throws Unreadable {
    String text =
        calendar(
            "X-WR-TIMEZONE:America/New_York\n",
            event("DTSTART:20260701T040000", "DURATION:PT2H"),
            event("DTSTART;VALUE=DATE:20260702"));
    assertThat(times(all(text)))
        .containsExactly(
            "2026-07-01T08:00:00Z/2026-07-01T10:00:00Z",
            "2026-07-02T04:00:00Z/2026-07-03T04:00:00Z");
    Series said = first(CalendarReader.read(text, ZoneId.of("Asia/Tokyo"), PARIS, NOW));
    assertThat(said.first().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
  }

  private static Series first(CalendarReader.Calendar calendar) {
    return calendar.series().getFirst();
  }

  /** As Outlook writes zones that people made themselves, and display names. */
  @Test
  void aZoneThatOnlyTheCalendarDefinesIsTheKnownOneThatIsTheSame() throws Unreadable {
    for (String zone :
        List.of("Customized Time Zone", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome")) {
      assertThat(
              times(
                  all(
                      calendar(
                          BERLIN_OF_WINDOWS.formatted(zone),
                          event(
                              "DTSTART;TZID=\"" + zone + "\":20260701T100000",
                              "DURATION:PT2H",
                              "RRULE:FREQ=MONTHLY;INTERVAL=4;COUNT=2")))))
          .as(zone)
          .containsExactly(
              "2026-07-01T08:00:00Z/2026-07-01T10:00:00Z",
              "2026-11-01T09:00:00Z/2026-11-01T11:00:00Z");
    }
    String fixed =
        """
        BEGIN:VTIMEZONE
        TZID:Plant
        BEGIN:STANDARD
        DTSTART:19700101T000000
        TZOFFSETFROM:+0530
        TZOFFSETTO:+0530
        END:STANDARD
        END:VTIMEZONE
        """;
    assertThat(
            times(
                all(calendar(fixed, event("DTSTART;TZID=Plant:20260701T053000", "DURATION:PT1H")))))
        .containsExactly("2026-07-01T00:00:00Z/2026-07-01T01:00:00Z");
  }

  /** A name that everybody knows is that zone, whatever an old definition says of it. */
  @Test
  void aKnownNameCountsBeforeItsDefinition() throws Unreadable {
    assertThat(
            times(
                all(
                    calendar(
                        BERLIN_OF_WINDOWS.formatted("Asia/Tokyo"),
                        event("DTSTART;TZID=Asia/Tokyo:20260701T090000", "DURATION:PT1H")))))
        .containsExactly("2026-07-01T00:00:00Z/2026-07-01T01:00:00Z");
  }

  @Test
  void aZoneThatNobodyKnowsIsRefusedWithItsLine() {
    assertThat(refusal("SUMMARY:x", "DTSTART;TZID=Mars/Base:20260701T100000", "DURATION:PT1H"))
        .startsWith("line 6: DTSTART has the time zone 'Mars/Base'")
        .contains("no VTIMEZONE")
        .endsWith("write a zone such as TZID=Europe/Paris");
    String odd =
        BERLIN_OF_WINDOWS.formatted("Mars/Base").replace("TZOFFSETTO:+0200", "TZOFFSETTO:+0217");
    assertThat(
            refusalOf(
                calendar(odd, event("DTSTART;TZID=Mars/Base:20260701T100000", "DURATION:PT1H"))))
        .contains("its VTIMEZONE is like no known zone");
    assertThat(
            refusalOf(
                calendar(
                    "X-WR-TIMEZONE:Mars/Base\n",
                    event("DTSTART:20260701T100000", "DURATION:PT1H"))))
        .startsWith("line 4: X-WR-TIMEZONE has the time zone 'Mars/Base'");
  }

  @Test
  void allNamesOfWindowsAreZones() {
    assertThat(WindowsZones.all()).hasSizeGreaterThan(100);
    assertThat(WindowsZones.named("W. Europe Standard Time")).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(WindowsZones.named("romance standard time")).isEqualTo(PARIS);
  }

  @Test
  void whatRecursKeepsItsTimeOfDayOverAChangeOfTheClocks() throws Unreadable {
    for (String start :
        List.of("DTSTART:20260327T090000", "DTSTART;TZID=Europe/Paris:20260327T090000")) {
      assertThat(read(start, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"))
          .extracting(CalendarEvent::startsAt)
          .containsExactly(
              Instant.parse("2026-03-27T08:00:00Z"),
              Instant.parse("2026-03-28T08:00:00Z"),
              Instant.parse("2026-03-29T07:00:00Z"));
    }
  }

  /** From ten to six is seven hours in spring, nine in autumn; eight hours are eight. */
  @Test
  void aNightShiftEndsByTheClockUnlessItSaysHowLongItIs() throws Unreadable {
    assertThat(
            times(
                read(
                    "DTSTART;TZID=Europe/Paris:20260327T220000",
                    "DTEND;TZID=Europe/Paris:20260328T060000",
                    "RRULE:FREQ=DAILY;COUNT=2")))
        .containsExactly(
            "2026-03-27T21:00:00Z/2026-03-28T05:00:00Z",
            "2026-03-28T21:00:00Z/2026-03-29T04:00:00Z");
    assertThat(
            times(
                read(
                    "DTSTART;TZID=Europe/Paris:20261023T220000",
                    "DTEND;TZID=Europe/Paris:20261024T060000",
                    "RRULE:FREQ=DAILY;COUNT=2")))
        .containsExactly(
            "2026-10-23T20:00:00Z/2026-10-24T04:00:00Z",
            "2026-10-24T20:00:00Z/2026-10-25T05:00:00Z");
    assertThat(
            times(
                read(
                    "DTSTART;TZID=Europe/Paris:20260327T220000",
                    "DURATION:PT8H",
                    "RRULE:FREQ=DAILY;COUNT=2")))
        .containsExactly(
            "2026-03-27T21:00:00Z/2026-03-28T05:00:00Z",
            "2026-03-28T21:00:00Z/2026-03-29T05:00:00Z");
  }

  @Test
  void aChangedTimeCountsOnceAndACancelledOneNotAtAll() throws Unreadable {
    String series =
        event(
            "UID:s",
            "SUMMARY:ann",
            "DTSTART;TZID=Europe/Paris:20260601T090000",
            "DTEND;TZID=Europe/Paris:20260601T170000",
            "RRULE:FREQ=DAILY;COUNT=4",
            "EXDATE;TZID=Europe/Paris:20260602T090000");
    String moved =
        event(
            "UID:s",
            "SUMMARY:bob",
            "RECURRENCE-ID:20260603T070000Z",
            "DTSTART;TZID=Europe/Paris:20260603T120000",
            "DURATION:PT1H");
    String cancelled =
        event("UID:s", "RECURRENCE-ID;TZID=Europe/Paris:20260604T090000", "STATUS:CANCELLED");
    List<CalendarEvent> events = all(calendar(moved, series, cancelled));
    assertThat(times(events))
        .containsExactly(
            "2026-06-01T07:00:00Z/2026-06-01T15:00:00Z",
            "2026-06-03T10:00:00Z/2026-06-03T11:00:00Z");
    assertThat(events).extracting(CalendarEvent::summary).containsExactly("ann", "bob");
  }

  /** The times that follow move by as much as the one that says so. */
  @Test
  void aChangeOfAllThatFollowIsOne() throws Unreadable {
    String series =
        event(
            "UID:s",
            "SUMMARY:ann",
            "DTSTART;TZID=Europe/Paris:20260601T090000",
            "DURATION:PT1H",
            "RRULE:FREQ=WEEKLY;COUNT=4");
    String from = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Paris:20260615T090000";
    List<CalendarEvent> events =
        all(
            calendar(
                series,
                event(
                    "UID:s",
                    "SUMMARY:bob",
                    from,
                    "DTSTART;TZID=Europe/Paris:20260616T100000",
                    "DURATION:PT2H")));
    assertThat(times(events))
        .containsExactly(
            "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z",
            "2026-06-08T07:00:00Z/2026-06-08T08:00:00Z",
            "2026-06-16T08:00:00Z/2026-06-16T10:00:00Z",
            "2026-06-23T08:00:00Z/2026-06-23T10:00:00Z");
    assertThat(events)
        .extracting(CalendarEvent::summary)
        .containsExactly("ann", "ann", "bob", "bob");
    assertThat(all(calendar(series, event("UID:s", from, "STATUS:CANCELLED")))).hasSize(2);
  }

  @Test
  void whatIsCancelledPutsNobodyOnCall() throws Unreadable {
    String[] shift = {"UID:1", "DTSTART:20260701T080000Z", "DURATION:PT8H"};
    assertThat(read(shift)).hasSize(1);
    assertThat(read("UID:1", shift[1], shift[2], "STATUS:CANCELLED", "RRULE:FREQ=DAILY")).isEmpty();
    assertThat(all(calendar("METHOD:CANCEL\n", event(shift)))).isEmpty();
    assertThat(all(calendar("METHOD:PUBLISH\n", event(shift)))).hasSize(1);
    assertThat(read("UID:1", shift[1], shift[2], "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"))
        .hasSize(1);
  }

  @Test
  void theNewestOfOneUidCounts() throws Unreadable {
    String old = event("UID:1", "SEQUENCE:2", "DTSTART:20260701T080000Z", "DURATION:PT8H");
    String newer = event("UID:1", "SEQUENCE:10", "DTSTART:20260702T080000Z", "DURATION:PT8H");
    for (String text : List.of(calendar(old, newer), calendar(newer, old))) {
      assertThat(times(all(text))).containsExactly("2026-07-02T08:00:00Z/2026-07-02T16:00:00Z");
    }
    assertThat(
            all(
                calendar(
                    old,
                    event(
                        "UID:1",
                        "SEQUENCE:3",
                        "STATUS:CANCELLED",
                        "DTSTART:20260701T080000Z",
                        "DURATION:PT8H"))))
        .isEmpty();
    assertThat(
            all(
                calendar(
                    event("DTSTART:20260701T080000Z", "DURATION:PT8H"),
                    event("DTSTART:20260702T080000Z", "DURATION:PT8H"))))
        .as("without UIDs they are different events")
        .hasSize(2);
  }

  @Test
  void datesAreAddedAndLeftOutInAnyFormAndZone() throws Unreadable {
    assertThat(
            times(
                read(
                    "DTSTART;TZID=Europe/Paris:20260601T090000",
                    "DURATION:PT1H",
                    "RRULE:FREQ=DAILY;COUNT=5",
                    "EXDATE:20260602T070000Z,20260603T070000Z",
                    "EXDATE;VALUE=DATE:20260604",
                    "RDATE;TZID=Europe/Paris:20260701T100000",
                    "RDATE;VALUE=PERIOD:20260702T080000Z/PT3H,20260703T080000Z/20260703T093000Z")))
        .containsExactly(
            "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z",
            "2026-06-05T07:00:00Z/2026-06-05T08:00:00Z",
            "2026-07-01T08:00:00Z/2026-07-01T09:00:00Z",
            "2026-07-02T08:00:00Z/2026-07-02T11:00:00Z",
            "2026-07-03T08:00:00Z/2026-07-03T09:30:00Z");
  }

  @Test
  void linesAreUnfoldedAMarkIsSkippedAndEscapesAreRead() throws Unreadable {
    String text =
        "\uFEFF"
            + calendar(
                event(
                    "SUMMARY:Ann\\, Bob\\; and a very lo",
                    " ng line",
                    "DTSTART:2026",
                    "\t0701T080000Z",
                    "DTEND:20260701T100000Z",
                    "BEGIN:VALARM",
                    "TRIGGER:-PT15M",
                    "DURATION:PT99H",
                    "END:VALARM"));
    for (String each : List.of(text, text.replace("\n", "\r\n"), text.replace("\n", "\r"))) {
      CalendarEvent event =
          CalendarReader.read(each, null, PARIS, NOW).whole().series().getFirst().first();
      assertThat(event.summary()).isEqualTo("Ann, Bob; and a very long line");
      assertThat(times(List.of(event)))
          .containsExactly("2026-07-01T08:00:00Z/2026-07-01T10:00:00Z");
    }
  }

  @Test
  void theFirstAttendeeWhoComesIsRead() throws Unreadable {
    assertThat(attendee("ATTENDEE;CN=Bob:mailto:bob@example.org")).isEqualTo("bob@example.org");
    assertThat(
            attendee(
                "ATTENDEE;PARTSTAT=DECLINED:mailto:ann@example.org",
                "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org",
                "ATTENDEE;CN=\"Bob, B.\";PARTSTAT=ACCEPTED:MAILTO:bob@example.org"))
        .isEqualTo("bob@example.org");
    assertThat(attendee("ATTENDEE;EMAIL=bob@example.org:urn:uuid:1")).isEqualTo("bob@example.org");
    assertThat(attendee("SUMMARY:bob")).isNull();
  }

  private static @Nullable String attendee(String... lines) throws Unreadable {
    List<String> all = new ArrayList<>(List.of("DTSTART:20260701T080000Z", "DURATION:PT1H"));
    all.addAll(Arrays.asList(lines));
    return read(all.toArray(String[]::new)).getFirst().attendee();
  }

  @Test
  void whatCannotBePlacedIsRefusedWithItsLineAndItsMend() {
    assertThatThrownBy(() -> all("hello")).isInstanceOf(Unreadable.class);
    assertThat(refusalOf("BEGIN:VCALENDAR\nEND:VCALENDAR\n")).isEqualTo("has no VEVENT");
    assertThat(refusalOf("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260701T0")).contains("cut off");
    assertThat(refusal("SUMMARY:odd"))
        .isEqualTo("line 4: VEVENT has no DTSTART; say when it begins (odd)");
    String start = "DTSTART:20260701T080000Z";
    assertThat(refusal(start, "DTEND:20260701T080000Z"))
        .startsWith("line 6: DTEND does not end after its start");
    assertThat(refusal(start)).startsWith("line 5: DTSTART has no DTEND or DURATION");
    assertThat(refusal(start, "DTEND:20260701T090000Z", "DURATION:PT1H"))
        .startsWith("line 7: DURATION stands beside DTEND");
    assertThat(refusal(start, "DTEND;VALUE=DATE:20260702")).contains("must be a time");
    assertThat(refusal(start, "DURATION:PT1")).contains("no duration");
    assertThat(refusal("DTSTART:20260231T080000Z", "DURATION:PT1H")).contains("no clock");
    assertThat(refusal("DTSTART:2026-07-01", "DURATION:PT1H")).contains("neither a date");
    assertThat(refusal(start, "DURATION:P400D")).contains("more than 366 days");
    assertThat(refusal(start, "DURATION:PT1H", "EXRULE:FREQ=DAILY")).contains("EXRULE");
    for (String rule :
        List.of(
            "FREQ=HOURLY",
            "FREQ=SECONDLY",
            "FREQ=DAILY;INTERVAL=2147483647",
            "FREQ=DAILY;COUNT=2000000",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYHOUR=9",
            "no rule")) {
      assertThat(refusal(start, "DURATION:PT1H", "RRULE:" + rule))
          .as(rule)
          .startsWith("line 7: RRULE");
    }
  }

  /** A few hundred bytes must not keep a processor busy, whoever sends them. */
  @Test
  void aDefinitionOfAZoneCostsTheSameWhateverItSays() {
    for (String rule :
        List.of(
            "FREQ=SECONDLY",
            "FREQ=YEARLY;INTERVAL=2147483647",
            "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU",
            "FREQ=DAILY")) {
      String zone = BERLIN_OF_WINDOWS.formatted("Bomb").replaceAll("RRULE:.*", "RRULE:" + rule);
      CpuTime.within(
          Duration.ofSeconds(2),
          () ->
              assertThat(
                      refusalOf(
                          calendar(
                              zone, event("DTSTART;TZID=Bomb:20260701T100000", "DURATION:PT1H"))))
                  .as(rule)
                  .contains("Bomb"));
    }
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 900; i++) {
      many.append(BERLIN_OF_WINDOWS.formatted("Z" + i).replace("+0200", "+0217"));
      many.append(event("DTSTART;TZID=Z" + i + ":20260701T100000", "DURATION:PT1H"));
    }
    CpuTime.within(
        Duration.ofSeconds(5),
        () -> assertThat(refusalOf(calendar(many.toString()))).contains("take too long"));
  }

  /** Each of these rules names 365 days in each of a thousand years. */
  @Test
  void rulesThatNeverComeAreBoundedTogether() throws Unreadable {
    String days =
        IntStream.rangeClosed(1, 31).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String never = "RRULE:FREQ=YEARLY;BYMONTHDAY=" + days + ";BYDAY=MO;BYSETPOS=366";

    CpuTime.within(
        Duration.ofSeconds(5),
        () -> assertThat(refusalOf(calendar(often(never)))).contains("take too long"));
    assertThat(calendarOf(calendar(often("RRULE:FREQ=MONTHLY;BYDAY=1SA"))).unread()).isEmpty();
    Thread.currentThread().interrupt();
    try {
      assertThat(refusal("DTSTART:20260701T080000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))
          .contains("take too long");
    } finally {
      Thread.interrupted();
    }
  }

  private static String often(String rule) {
    return IntStream.range(0, CalendarReader.MOST_EVENTS)
        .mapToObj(i -> event("UID:" + i, "DTSTART:20260701T080000Z", "DURATION:PT1H", rule))
        .collect(Collectors.joining());
  }

  @Test
  void whatRecursWithoutEndIsBounded() throws Unreadable {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append(
          event("UID:" + i, "DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=DAILY"));
    }
    CpuTime.within(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(
                    () -> {
                      StepBudget steps = new StepBudget(CalendarReader.MOST_STEPS);
                      for (Series series : calendarOf(calendar(many.toString())).series()) {
                        series.between(NOW, END, steps);
                      }
                    })
                .isInstanceOf(StepBudget.Exhausted.class));
    assertThatThrownBy(() -> all(calendar("BEGIN:A\n".repeat(20))))
        .hasMessageContaining("components within each other");
    StringBuilder dates = new StringBuilder("RDATE:20260701T080000Z");
    for (int i = 0; i < 600; i++) {
      dates.append(",").append(i + 1_900).append("0701T080000Z".replace("0701", "0702"));
    }
    assertThat(refusal("DTSTART:20260701T080000Z", "DURATION:PT1H", dates.toString()))
        .startsWith("line 7: RDATE");
  }

  @Test
  void theFirstTimeIsOfTheSeriesEvenIfItsRuleLeavesItOut() throws Unreadable {
    assertThat(
            read("DTSTART:20260602T080000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"))
        .extracting(CalendarEvent::start)
        .containsExactly(
            LocalDateTime.parse("2026-06-02T08:00"),
            LocalDateTime.parse("2026-06-08T08:00"),
            LocalDateTime.parse("2026-06-15T08:00"));
  }

  private static List<String> exported(String program) throws Exception {
    try (InputStream file =
        CalendarReaderTest.class.getResourceAsStream(
            "CalendarFuzzTestInputs/anyTextIsReadOrRefused/" + program + ".ics")) {
      return all(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8))
          .stream()
          .map(
              event ->
                  event.summary()
                      + " "
                      + event.attendee()
                      + " "
                      + event.startsAt()
                      + "/"
                      + event.endsAt())
          .toList();
    }
  }

  /** Worked out by hand from what each program writes. */
  @Test
  void whatGoogleOutlookExchangeAndAppleExportIsReadAsTheyShowIt() throws Exception {
    assertThat(exported("google"))
        .containsExactly(
            "Day shift ann@example.org 2026-03-02T14:00:00Z/2026-03-02T22:00:00Z",
            "Day shift, later null 2026-03-09T14:00:00Z/2026-03-09T22:00:00Z",
            "Day shift ann@example.org 2026-03-23T13:00:00Z/2026-03-23T21:00:00Z",
            "Whole day null 2026-04-13T22:00:00Z/2026-04-14T22:00:00Z");
    assertThat(exported("outlook"))
        .containsExactly(
            "Night shift null 2026-03-27T21:00:00Z/2026-03-28T05:00:00Z",
            "Night shift null 2026-03-28T21:00:00Z/2026-03-29T04:00:00Z",
            "Night shift null 2026-03-29T20:00:00Z/2026-03-30T04:00:00Z");
    assertThat(exported("exchange"))
        .containsExactly("Rollout carol@example.org 2026-07-07T01:00:00Z/2026-07-07T03:00:00Z");
    assertThat(exported("apple"))
        .containsExactly(
            "Night null 2026-10-23T20:00:00Z/2026-10-24T04:00:00Z",
            "Night null 2026-10-24T20:00:00Z/2026-10-25T05:00:00Z",
            "Christmas null 2026-12-24T23:00:00Z/2026-12-25T23:00:00Z");
  }
}
