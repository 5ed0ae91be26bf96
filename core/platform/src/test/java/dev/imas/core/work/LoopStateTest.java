package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class LoopStateTest {

  private static final Duration POLL = Duration.ofMillis(500);

  private final LoopState state = new LoopState(POLL);
  private long now = Long.MAX_VALUE - 1_000; // System.nanoTime may overflow in between.

  private static OptionalLong in(Duration wait) {
    return OptionalLong.of(wait.toNanos());
  }

  private OptionalLong beginsIn() {
    return state.beginsIn(now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private void run(Next next) {
    assertThat(beginsIn()).isEqualTo(in(Duration.ZERO));
    state.begin();
    state.ended(next, now);
  }

  private void fail() {
    state.wake();
    state.begin();
    state.failed(now);
  }

  @Test
  void nothingBeginsUntilItIsWoken() {
    assertThat(beginsIn()).isEmpty();

    state.wake();

    assertThat(beginsIn()).isEqualTo(in(Duration.ZERO));
  }

  @Test
  void passesNeverOverlapAndWhatWakesOneMeanwhileMakesOneMore() {
    state.wake();
    state.begin();
    for (int i = 0; i < 1_000; i++) {
      state.wake();
    }
    assertThat(beginsIn()).isEmpty();

    state.ended(Next.IDLE, now);
    run(Next.IDLE);

    assertThat(beginsIn()).isEmpty();
  }

  @Test
  void passThatLeftWorkIsFollowedByAnotherAtOnce() {
    state.wake();
    run(Next.MORE);
    run(Next.MORE);
    run(Next.IDLE);

    assertThat(beginsIn()).isEmpty();
  }

  @Test
  void restIsKeptWhateverWakesIt() {
    state.wake();
    run(Next.moreAfter(Duration.ofMillis(30)));
    state.wake();
    assertThat(beginsIn()).isEqualTo(in(Duration.ofMillis(30)));

    pass(Duration.ofMillis(29));
    assertThat(beginsIn()).isEqualTo(in(Duration.ofMillis(1)));

    pass(Duration.ofMillis(1));
    run(Next.IDLE);
  }

  @Test
  void hintAfterTheRestBeginsAtOnceAndARestThatIsOverIsNone() {
    state.wake();
    run(Next.idleFor(Duration.ofMillis(20)));
    assertThat(beginsIn()).isEmpty();

    pass(Duration.ofMillis(25));
    state.wake();
    run(Next.idleFor(Duration.ofMillis(-5)));

    state.wake();
    assertThat(beginsIn()).isEqualTo(in(Duration.ZERO));
  }

  @Test
  void failedPassIsNotRepeatedUntilSomethingWakesTheLoop() {
    fail();
    assertThat(beginsIn()).isEmpty();

    state.wake();
    assertThat(beginsIn()).isEqualTo(in(Duration.ZERO));
  }

  @Test
  void fromTheSecondFailureInARowHintsWaitLongerAndLongerButNoLongerThanAPoll() {
    fail();
    for (Duration rest :
        new Duration[] {Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400)}) {
      fail();
      state.wake();
      assertThat(beginsIn()).isEqualTo(in(rest));
    }
    for (int i = 0; i < 2_000; i++) {
      fail();
      state.wake();
      assertThat(beginsIn()).isEqualTo(in(POLL));
    }
  }

  @Test
  void passThatEndsWellEndsTheRowOfFailures() {
    fail();
    fail();
    pass(POLL);
    state.wake();
    run(Next.IDLE);

    fail();
    state.wake();
    assertThat(beginsIn()).isEqualTo(in(Duration.ZERO));
  }

  @Test
  void afterAStopNothingBeginsAndThePassUnderWayMayEnd() {
    state.wake();
    state.begin();
    state.wake();
    state.stop();
    assertThat(state.isRunning()).isTrue();

    state.ended(Next.MORE, now);

    assertThat(state.isRunning()).isFalse();
    assertThat(beginsIn()).isEmpty();
  }
}
