package dev.imas.core.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import dev.imas.core.oncall.Cause;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Shift;
import dev.imas.core.schedule.Rosters.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** ONC-06: a feed that calendar programs read (RFC 5545). */
class FeedTextTest {

  private static final UUID SCHEDULE = new UUID(1, 1);
  private static final UUID ALICE = new UUID(2, 1);
  private static final Instant START = Instant.parse("2026-03-28T21:00:00Z");

  private static Entry entry(int version, Instant from, int hours, Cause cause) {
    Interval when = new Interval(from, from.plus(Duration.ofHours(hours)));
    return new Entry(
        SCHEDULE,
        "Payments; nights, über",
        version,
        Instant.parse("2026-01-01T00:00:00Z"),
        new Shift(1, ALICE, when, cause),
        "alice");
  }

  private static ICalendar parsed(String text) {
    return Biweekly.parse(text).first();
  }

  @Test
  void aFeedIsAValidCalendarOfSingleEventsInUtc() {
    String text =
        FeedText.write("IMAS: alice", List.of(entry(1, START, 8, new Cause.Turn("main", 7))));
    ICalendar calendar = parsed(text);
    assertThat(calendar.validate(ICalVersion.V2_0).isEmpty()).as("%s", text).isTrue();
    assertThat(calendar.getEvents()).hasSize(1);
    VEvent event = calendar.getEvents().getFirst();
    assertThat(event.getSummary().getValue()).isEqualTo("alice is on call: Payments; nights, über");
    assertThat(text)
        .contains("DTSTART:20260328T210000Z", "DTEND:20260329T050000Z")
        .doesNotContain("RRULE", "TZID");
    assertThat(text.lines().map(line -> line.getBytes(UTF_8).length))
        .allMatch(bytes -> bytes <= 75);
  }

  @Test
  void aShiftKeepsItsUidWhenTheScheduleChanges() {
    Entry before = entry(1, START, 8, new Cause.Turn("main", 7));
    Entry after = entry(2, START.plusSeconds(3600), 7, new Cause.Turn("main", 7));
    VEvent one = FeedText.calendar("x", List.of(before)).getEvents().getFirst();
    VEvent other = FeedText.calendar("x", List.of(after)).getEvents().getFirst();
    assertThat(other.getUid().getValue()).isEqualTo(one.getUid().getValue());
    assertThat(other.getSequence().getValue()).isGreaterThan(one.getSequence().getValue());
  }

  @Test
  void everyEventHasAnotherUid() {
    UUID override = new UUID(9, 9);
    List<Entry> entries =
        List.of(
            entry(1, START, 8, new Cause.Turn("main", 7)),
            entry(1, START.plusSeconds(86_400), 8, new Cause.Turn("main", 7)),
            entry(1, START, 8, new Cause.Turn("other", 7)),
            entry(1, START, 8, new Cause.Cover("main", 7, List.of(ALICE))),
            entry(1, START, 8, new Cause.Overridden(override)));
    assertThat(FeedText.calendar("x", entries).getEvents().stream().map(e -> e.getUid().getValue()))
        .doesNotHaveDuplicates();
  }

  @Test
  void aFeedIsBounded() {
    List<Entry> many = new ArrayList<>();
    for (int i = 0; i < FeedText.MOST_EVENTS + 5; i++) {
      many.add(entry(1, START.plus(Duration.ofHours(i)), 1, new Cause.Turn("main", i)));
    }
    assertThat(FeedText.calendar("x", many).getEvents()).hasSize(FeedText.MOST_EVENTS);
  }
}
