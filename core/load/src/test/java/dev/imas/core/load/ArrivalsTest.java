package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The open loop, with a clock that the test moves. */
class ArrivalsTest {

  private static final long SECOND = 1_000_000_000;
  private static final long START = 77 * SECOND;

  @Test
  void atASteadyRateThePostsAreEvenlyApart() {
    PostSchedule schedule = new PostSchedule(1_000, 0);

    assertThat(schedule.dueAt(0)).isZero();
    assertThat(schedule.dueAt(1)).isEqualTo(SECOND / 1_000);
    assertThat(schedule.dueAt(2_500)).isEqualTo(2 * SECOND + SECOND / 2);
    assertThat(schedule.dueBy(SECOND - 1)).isEqualTo(1_000);
    assertThat(schedule.dueBy(SECOND)).isEqualTo(1_001);
    assertThat(schedule.dueBy(-1)).isZero();
  }

  @Test
  void aRampReachesTheRateInAStraightLine() {
    PostSchedule schedule = new PostSchedule(1_000, 4 * SECOND);

    assertThat(schedule.dueBy(2 * SECOND)).isCloseTo(500, within(1L));
    assertThat(schedule.dueBy(4 * SECOND)).isCloseTo(2_000, within(1L));
    assertThat(schedule.dueBy(5 * SECOND)).isCloseTo(3_000, within(1L));
    assertThat(schedule.dueAt(3_000) - schedule.dueAt(2_999)).isCloseTo(SECOND / 1_000, within(2L));
    assertThat(schedule.dueAt(101) - schedule.dueAt(100)).isGreaterThan(4 * SECOND / 1_000);
  }

  @Test
  void eachPostIsDueFromTheMomentThatItIsDueAt() {
    for (PostSchedule schedule :
        List.of(
            new PostSchedule(0.7, 0),
            new PostSchedule(33_333, SECOND),
            new PostSchedule(3, 7 * SECOND))) {
      for (long index = 0; index < 2_000; index++) {
        long due = schedule.dueAt(index);
        assertThat(schedule.dueBy(due)).as("%s, %s", schedule, index).isEqualTo(index + 1);
        if (index > 0) {
          assertThat(schedule.dueBy(due - 10)).as("%s, %s", schedule, index).isEqualTo(index);
        }
      }
    }
  }

  @Test
  void whoComesLateTakesTheOldestWithTheTimeAtWhichItWasDue() {
    Arrivals arrivals = new Arrivals(new PostSchedule(10, 0), START, START + 2 * SECOND, 100);
    assertThat(arrivals.take(START)).isEqualTo(START);
    assertThat(arrivals.take(START + SECOND / 100)).isEqualTo(Arrivals.NONE);
    assertThat(arrivals.nextDue()).isEqualTo(START + SECOND / 10);

    // No connection is free for a second: the posts of that second are sent late, and count as
    // late.
    long now = START + SECOND;
    assertThat(arrivals.waiting(now)).isEqualTo(10);
    List<Long> due = new ArrayList<>();
    for (long at = arrivals.take(now); at != Arrivals.NONE; at = arrivals.take(now)) {
      due.add((at - START) / (SECOND / 10));
    }

    assertThat(due).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(arrivals.longestQueue()).isEqualTo(10);
    assertThat(arrivals.notSent()).isZero();
  }

  @Test
  void beyondTheBoundTheOldestAreGivenUpAndCounted() {
    Arrivals arrivals = new Arrivals(new PostSchedule(100, 0), START, START + 10 * SECOND, 30);

    assertThat(arrivals.take(START + SECOND)).isEqualTo(START + 71 * SECOND / 100);
    assertThat(arrivals.notSent()).isEqualTo(71);
    assertThat(arrivals.longestQueue()).isEqualTo(30);
  }

  @Test
  void afterTheEndNothingBecomesDueAndWhatWasDueIsStillSent() {
    Arrivals arrivals = new Arrivals(new PostSchedule(10, 0), START, START + SECOND, 100);

    long late = START + 9 * SECOND;
    assertThat(arrivals.waiting(late)).isEqualTo(10);
    assertThat(arrivals.take(late)).isEqualTo(START);

    arrivals.giveUp(late);

    assertThat(arrivals.notSent()).isEqualTo(9);
    assertThat(arrivals.take(late)).isEqualTo(Arrivals.NONE);
    assertThat(arrivals.nextDue()).isEqualTo(Arrivals.NONE);
  }
}
