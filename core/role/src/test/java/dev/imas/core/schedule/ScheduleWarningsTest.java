package dev.imas.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Saying;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleFault;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a team reads of the faults of its schedule. */
class ScheduleWarningsTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final Instant MONDAY = Instant.parse("2026-01-05T07:00:00Z");

  private static Interval hours(int from, int until) {
    return new Interval(MONDAY.plus(Duration.ofHours(from)), MONDAY.plus(Duration.ofHours(until)));
  }

  private static String said(Saying saying) {
    return SayingWords.of(saying, Phrases.ENGLISH);
  }

  @Test
  void nothingIsSaidOfASoundSchedule() {
    assertThat(ScheduleWarnings.of("Primary", PARIS, List.of(), List.of())).isEmpty();
  }

  @Test
  void everythingIsSaidByTheClocksOfTheSchedule() {
    ScheduleWarnings.Words words =
        ScheduleWarnings.of(
                "Primary",
                PARIS,
                List.of(
                    new ScheduleFault.Gap(1, hours(0, 1)),
                    new ScheduleFault.Overlap(2, hours(24, 26), List.of("early", "late"))),
                List.of("bob"))
            .orElseThrow();
    assertThat(said(words.title()))
        .isEqualTo("On-call schedule Primary: 1 gap, 1 overlap, 1 inactive person");
    assertThat(said(words.text()).lines())
        .containsExactly(
            "Nobody is on call from Mon 5 Jan 08:00 to Mon 5 Jan 09:00 Europe/Paris.",
            "early and late are on call together at level 2 from Tue 6 Jan 08:00 to Tue 6 Jan 10:00"
                + " Europe/Paris.",
            "bob is inactive: the next in the order takes these turns, until you take the person"
                + " out of the schedule.");
  }

  @Test
  void aLongListIsCut() {
    List<ScheduleFault> gaps =
        IntStream.range(0, 28)
            .mapToObj(i -> (ScheduleFault) new ScheduleFault.Gap(1, hours(12 * i, 12 * i + 1)))
            .toList();
    ScheduleWarnings.Words words =
        ScheduleWarnings.of("Primary", PARIS, gaps, List.of()).orElseThrow();
    assertThat(said(words.title())).isEqualTo("On-call schedule Primary: 28 gaps");
    assertThat(said(words.text()).lines()).hasSize(21).last().isEqualTo("And 8 more.");
  }
}
