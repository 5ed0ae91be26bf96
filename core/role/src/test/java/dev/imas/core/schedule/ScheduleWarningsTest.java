package dev.imas.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Saying;
import dev.imas.core.contact.Obstacle;
import dev.imas.core.contact.Reach;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.ScheduleFault;
import dev.imas.core.wording.Phrases;
import dev.imas.core.wording.SayingWords;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    assertThat(ScheduleWarnings.of("Primary", PARIS, found(List.of()), List.of())).isEmpty();
  }

  @Test
  void everythingIsSaidByTheClocksOfTheSchedule() {
    ScheduleWarnings.Words words =
        ScheduleWarnings.of(
                "Primary",
                PARIS,
                found(
                    List.of(
                        new ScheduleFault.Gap(1, hours(0, 1)),
                        new ScheduleFault.Overlap(2, hours(24, 26), List.of("early", "late")))),
                List.of("bob"))
            .orElseThrow();
    assertThat(said(words.title()))
        .isEqualTo("On-call schedule Primary: 1 gap, 1 overlap, 1 deactivated person");
    assertThat(said(words.text()).lines())
        .containsExactly(
            "Nobody is on call from Mon 5 Jan 08:00 to Mon 5 Jan 09:00 Europe/Paris.",
            "early and late are on call together at level 2 from Tue 6 Jan 08:00 to Tue 6 Jan 10:00"
                + " Europe/Paris.",
            "bob is deactivated. The next person in the rotation takes these shifts until you"
                + " remove bob from the schedule.");
  }

  private static ScheduleFaults.Found found(List<ScheduleFault> shifts) {
    return new ScheduleFaults.Found(shifts, List.of(), List.of());
  }

  @Test
  void whoeverCannotBeCalledIsSaidOnceWithTheFirstShiftAndSoIsWhoeverIsAway() {
    Reach ada =
        new Reach(
            new UUID(0, 1),
            "ada",
            List.of(),
            Optional.of("has no contact method"),
            Optional.of(Obstacle.NO_CONTACT),
            List.of());
    ScheduleWarnings.Words words =
        ScheduleWarnings.of(
                "Primary",
                PARIS,
                new ScheduleFaults.Found(
                    List.of(),
                    List.of(
                        new ScheduleFaults.Uncalled(1, hours(0, 1), ada),
                        new ScheduleFaults.Uncalled(1, hours(24, 25), ada)),
                    List.of(new ScheduleFaults.Away(1, hours(2, 3), new UUID(0, 2), "bob"))),
                List.of())
            .orElseThrow();
    assertThat(said(words.title()))
        .isEqualTo(
            "On-call schedule Primary: 1 person who cannot be paged, 1 shift of someone who is"
                + " away");
    assertThat(said(words.text()).lines())
        .containsExactly(
            "ada cannot be paged: no contact method. Add one and verify it. The next shift begins"
                + " at Mon 5 Jan 08:00 Europe/Paris.",
            "bob is away, and nobody covers the shift from Mon 5 Jan 10:00 to Mon 5 Jan 11:00"
                + " Europe/Paris.");
  }

  @Test
  void aLongListIsCut() {
    List<ScheduleFault> gaps =
        IntStream.range(0, 28)
            .mapToObj(i -> (ScheduleFault) new ScheduleFault.Gap(1, hours(12 * i, 12 * i + 1)))
            .toList();
    ScheduleWarnings.Words words =
        ScheduleWarnings.of("Primary", PARIS, found(gaps), List.of()).orElseThrow();
    assertThat(said(words.title())).isEqualTo("On-call schedule Primary: 28 gaps");
    assertThat(said(words.text()).lines()).hasSize(21).last().isEqualTo("And 8 more.");
  }
}
