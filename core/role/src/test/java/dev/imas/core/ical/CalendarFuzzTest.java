package dev.imas.core.ical;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.imas.core.model.StepBudget;
import dev.imas.fixtures.CpuTime;
import dev.imas.fixtures.FuzzTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.extension.ExtendWith;

/** Any text as an iCalendar is read or refused, in time. */
@ExtendWith(FuzzTime.class)
class CalendarFuzzTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant UNTIL = FROM.plus(Duration.ofDays(3_660));

  @FuzzTest
  void anyTextIsReadOrRefused(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    CpuTime.within(FuzzTime.MOST, () -> read(text));
  }

  private static void read(String text) {
    try {
      CalendarReader.Calendar calendar =
          CalendarReader.read(text, null, ZoneId.of("Europe/Paris"), FROM);
      assertThat(calendar.unread()).allSatisfy(one -> assertThat(one.why()).isNotBlank());
      StepBudget steps = new StepBudget(CalendarReader.MOST_STEPS);
      for (Series series : calendar.series()) {
        for (CalendarEvent event : series.between(FROM, UNTIL, steps)) {
          assertThat(event.startsAt()).isBefore(event.endsAt()).isBefore(UNTIL);
          assertThat(event.endsAt()).isAfter(FROM);
        }
      }
    } catch (Unreadable e) {
      assertThat(e.reason()).isNotBlank();
    } catch (StepBudget.Exhausted e) {
      assertThat(e).hasMessageContaining("steps");
    }
  }
}
