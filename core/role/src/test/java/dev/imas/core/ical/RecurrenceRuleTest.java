package dev.imas.core.ical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import dev.imas.core.model.StepBudget;
import dev.imas.fixtures.CpuTime;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes again, and when. */
class RecurrenceRuleTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final LocalDateTime START = LocalDateTime.parse("2026-01-05T02:00");
  private static final int COMPARED = 40;

  private static List<LocalDateTime> first(String rule, LocalDateTime start, int most) {
    List<LocalDateTime> found = new ArrayList<>();
    Iterator<LocalDateTime> times = CalendarRecurrence.parse(rule).from(start, PARIS, start);
    while (times.hasNext() && found.size() < most) {
      found.add(times.next());
    }
    return found;
  }

  /** Another library, which knows nothing of the one that is used. */
  private static List<LocalDateTime> ofAnother(String rule, LocalDateTime start, int most) {
    VEvent event =
        Biweekly.parse(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:"
                    + start.format(DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"))
                    + "Z\r\nRRULE:"
                    + rule
                    + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
            .first()
            .getEvents()
            .getFirst();
    List<LocalDateTime> found = new ArrayList<>();
    DateIterator times = event.getDateIterator(TimeZone.getTimeZone("UTC"));
    while (times.hasNext() && found.size() < most) {
      found.add(LocalDateTime.ofInstant(times.next().toInstant(), ZoneOffset.UTC));
    }
    return found;
  }

  private static String rule(Random random) {
    String[] days = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    String day = days[random.nextInt(7)];
    String interval = ";INTERVAL=" + (1 + random.nextInt(5));
    String end =
        switch (random.nextInt(3)) {
          case 0 -> ";COUNT=" + (1 + random.nextInt(60));
          case 1 -> ";UNTIL=2029" + "%02d15T020000Z".formatted(1 + random.nextInt(12));
          default -> "";
        };
    return switch (random.nextInt(9)) {
          case 0 -> "FREQ=DAILY" + interval;
          case 1 -> "FREQ=WEEKLY;WKST=" + days[random.nextInt(2) * 6] + interval;
          case 2 -> "FREQ=WEEKLY;BYDAY=" + day + "," + days[random.nextInt(7)] + interval;
          case 3 -> "FREQ=MONTHLY;BYMONTHDAY=" + (1 + random.nextInt(28)) + interval;
          case 4 -> "FREQ=MONTHLY;BYMONTHDAY=-1,15" + interval;
          case 5 -> "FREQ=MONTHLY;BYDAY=" + (1 + random.nextInt(4)) + day + interval;
          case 6 -> "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" + interval;
          case 7 ->
              "FREQ=YEARLY;BYMONTH=" + (1 + random.nextInt(12)) + ";BYDAY=-1" + day + interval;
          default -> "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=" + (1 + random.nextInt(28)) + interval;
        }
        + end;
  }

  @Test
  void itComesWhenAnotherLibrarySaysSo() {
    Random random = new Random(40);
    for (int i = 0; i < 400; i++) {
      String rule = rule(random);
      List<LocalDateTime> early = first(rule.replaceAll(";(COUNT|UNTIL)=[^;]*", ""), START, 1);
      // What is said of a first time that the rule leaves out differs between programs.
      LocalDateTime start = early.getFirst();
      assertThat(first(rule, start, COMPARED))
          .as(rule + " from " + start)
          .isEqualTo(
              ofAnother(rule, start, COMPARED).stream().filter(t -> isWithin(rule, t)).toList());
    }
  }

  /** The end of a rule is a time in UTC, and the other library reads the start as one. */
  private static boolean isWithin(String rule, LocalDateTime time) {
    int at = rule.indexOf("UNTIL=");
    if (at < 0) {
      return true;
    }
    LocalDateTime until =
        LocalDateTime.parse(
            rule.substring(at + 6, at + 21), DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"));
    return !time.atZone(PARIS).toInstant().isAfter(until.toInstant(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource({
    "FREQ=DAILY;COUNT=5, FREQ=DAILY;COUNT=3",
    "FREQ=DAILY, FREQ=DAILY",
    "FREQ=WEEKLY;COUNT=2, FREQ=WEEKLY;COUNT=1"
  })
  void whatIsLeftOfACountIsCounted(String rule, String rest) {
    assertThat(
            CalendarRecurrence.parse(rule)
                .continuing(START, PARIS, START.plusDays(2), new StepBudget(100))
                .text())
        .isEqualTo(rest);
  }

  @Test
  void itEndsBeforeATime() {
    assertThat(
            first(
                CalendarRecurrence.parse("FREQ=DAILY;COUNT=9")
                    .endingBefore(START.plusDays(2))
                    .text(),
                START,
                9))
        .containsExactly(START, START.plusDays(1));
  }

  /** Else each look for the next time would step through a thousand years. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6"
      })
  void whatNeverComesIsRefused(String rule) {
    CpuTime.within(
        Duration.ofSeconds(2),
        () ->
            assertThatThrownBy(() -> CalendarRecurrence.parse(rule).checkComesFrom(START, steps()))
                .hasMessageContaining("does not come again"));
    CalendarRecurrence.parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29").checkComesFrom(START, steps());
  }

  private static StepBudget steps() {
    return new StepBudget(CalendarReader.MOST_STEPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=1,2",
        "every day",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=20000",
        "FREQ=DAILY;INTERVAL=2147483647",
        "FREQ=DAILY;INTERVAL=3661",
        "FREQ=WEEKLY;INTERVAL=523",
        "FREQ=MONTHLY;INTERVAL=121",
        "FREQ=YEARLY;INTERVAL=11",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=YEARLY;BYYEARDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27"
            + ",28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56"
            + ",57,58,59,60,61,62,63,64",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=20520648T035959Z",
        "FREQ=DAILY;UNTIL=00000000T000000Z",
        "FREQ=DAILY;UNTIL=00010101T000000Z",
        "FREQ=DAILY;UNTIL=x"
      })
  void otherRulesAreRefused(String rule) {
    assertThatThrownBy(() -> CalendarRecurrence.parse(rule))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
