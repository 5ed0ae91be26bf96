package dev.imas.core.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.planned.CalendarEntry;
import dev.imas.core.planned.CalendarEntry.Concerned;
import dev.imas.core.planned.CalendarEntry.Concerns;
import dev.imas.core.planned.CalendarEntry.Key;
import dev.imas.core.planned.PlannedEntries.Typed;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.CalendarComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** CAL-13: what is planned as iCalendar, read by another library than the one that writes it. */
class EventTextTest {

  private static final UUID ID = new UUID(7, 1);
  private static final Instant START = Instant.parse("2026-12-03T21:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  private static Typed typed(
      String type,
      String title,
      String occurrence,
      int version,
      Instant from,
      Duration length,
      String state) {
    return new Typed(
        type,
        new CalendarEntry(
            new Key(ID, occurrence, version),
            title,
            from,
            from.plus(length),
            state,
            null,
            "",
            List.of("prod"),
            new Concerns(
                List.of(new Concerned(new UUID(8, 1), "checkout-api")),
                List.of(),
                List.of(new UUID(9, 1))),
            "/deployment-windows/" + ID));
  }

  private static Typed window(int version, Instant from, String state) {
    return typed(
        "deployment_window", "Checkout 4.2", "", version, from, Duration.ofHours(1), state);
  }

  private static String text(Typed... entries) {
    return new EventText("https://imas.example").write("IMAS: everything", List.of(entries), NOW);
  }

  private static List<CalendarComponent> events(String text) {
    try {
      return new CalendarBuilder().build(new StringReader(text)).getComponents(Component.VEVENT);
    } catch (IOException | ParserException e) {
      throw new AssertionError(text, e);
    }
  }

  private static @Nullable String of(CalendarComponent event, String property) {
    return event.<Property>getProperty(property).map(Property::getValue).orElse(null);
  }

  @Test
  void anEventHasItsTimePlaceAndPageAndNothingElse() {
    String text = text(window(3, START, "planned"));
    CalendarComponent event = events(text).getFirst();
    assertThat(of(event, "SUMMARY")).isEqualTo("Deployment: Checkout 4.2");
    assertThat(of(event, "DTSTART")).isEqualTo("20261203T210000Z");
    assertThat(of(event, "DTEND")).isEqualTo("20261203T220000Z");
    assertThat(of(event, "DESCRIPTION")).isEqualTo("prod · checkout-api");
    assertThat(of(event, "URL")).isEqualTo("https://imas.example/deployment-windows/" + ID);
    assertThat(of(event, "SEQUENCE")).isEqualTo("3");
    assertThat(of(event, "TRANSP")).isEqualTo("TRANSPARENT");
    assertThat(text).doesNotContain("ATTENDEE", "ORGANIZER", "RRULE", "TZID", "STATUS");
  }

  @Test
  void whatIsMovedKeepsItsUidAndWhatIsCancelledSaysSo() {
    CalendarComponent before = events(text(window(1, START, "planned"))).getFirst();
    CalendarComponent after =
        events(text(window(2, START.plusSeconds(60), CalendarEntry.CANCELLED))).getFirst();
    assertThat(of(after, "UID")).isEqualTo(of(before, "UID"));
    assertThat(of(after, "SEQUENCE")).isEqualTo("2");
    assertThat(of(after, "STATUS")).isEqualTo("CANCELLED");
  }

  @Test
  void timesOfASeriesAreEventsOfTheirOwnAndAMeetingTakesTime() {
    List<CalendarComponent> events =
        events(
            text(
                typed("meeting", "Stand-up", "2026-12-03T09:00", 1, START, Duration.ZERO, "ahead"),
                typed(
                    "meeting",
                    "Stand-up",
                    "2026-12-04T09:00",
                    1,
                    START,
                    Duration.ofMinutes(15),
                    "ahead")));
    assertThat(events)
        .extracting(one -> of(one, "UID"))
        .doesNotHaveDuplicates()
        .doesNotContainNull();
    assertThat(events).extracting(one -> of(one, "TRANSP")).containsOnly("OPAQUE");
    assertThat(of(events.getFirst(), "DTEND")).as("a moment").isNull();
  }

  /** Whatever people write. */
  @Test
  void everyTitleIsReadAsItWasWritten() {
    Random random = new Random(13);
    String letters = "aZ ,;:\\\"'é€😀<&\t-";
    int[] points = letters.codePoints().toArray();
    List<Typed> entries = new ArrayList<>();
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      StringBuilder title = new StringBuilder("x");
      for (int n = random.nextInt(120); n > 0; n--) {
        title.appendCodePoint(points[random.nextInt(points.length)]);
      }
      title.append('y');
      titles.add(title.toString());
      entries.add(
          typed("meeting", title.toString(), "t" + i, 1, START, Duration.ofHours(1), "ahead"));
    }
    String text = new EventText(null).write("IMAS", entries, NOW);
    assertThat(events(text)).extracting(one -> of(one, "SUMMARY")).isEqualTo(titles);
    assertThat(text).doesNotContain("URL");
  }
}
