package dev.imas.core.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.heartbeat.Pulse.Reach;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PulseTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static Pulse beaten(@Nullable Instant at) {
    return new Pulse(true, EVERY, GRACE, START, at, null, null);
  }

  private static Instant minute(double minutes) {
    return START.plusSeconds((long) (minutes * 60));
  }

  /** Senders could reach IMAS since then, and still can. */
  private static HeartbeatState state(Pulse pulse, double minute, double reachableSince) {
    return pulse.at(minute(minute), new Reach(minute(reachableSince), minute(minute))).state();
  }

  @Test
  void waitsForItsFirstBeatHoweverLongThatTakes() {
    assertThat(state(beaten(null), 100_000, -1)).isEqualTo(HeartbeatState.WAITING);
  }

  @Test
  void isAliveThenLateThenSilent() {
    Pulse pulse = beaten(minute(5));

    assertThat(state(pulse, 14.9, -60)).isEqualTo(HeartbeatState.ALIVE);
    assertThat(state(pulse, 15, -60)).isEqualTo(HeartbeatState.LATE);
    assertThat(state(pulse, 16.9, -60)).isEqualTo(HeartbeatState.LATE);
    assertThat(state(pulse, 17, -60)).isEqualTo(HeartbeatState.SILENT);
    assertThat(pulse.at(minute(6), new Reach(START, minute(6))))
        .isEqualTo(new Pulse.Verdict(HeartbeatState.ALIVE, minute(15), minute(17)));
  }

  /**
   * What was written before the clock was set back is believed once, and not as long as it took.
   */
  @Test
  void clockThatWasSetBackHidesNoSilence() {
    Pulse before = new Pulse(true, EVERY, GRACE, minute(55), minute(60), null, null);

    assertThat(state(before, 0, -60)).isEqualTo(HeartbeatState.ALIVE);
    Pulse kept = before.believed(minute(0));
    assertThat(kept.beatAt()).isEqualTo(minute(0));
    assertThat(state(kept, 11, -60)).isEqualTo(HeartbeatState.LATE);
    assertThat(state(kept, 12, -60)).isEqualTo(HeartbeatState.SILENT);

    Pulse silent = new Pulse(true, EVERY, GRACE, START, minute(60), null, minute(60));
    Pulse still = silent.believed(minute(0));
    assertThat(state(still, 0, -60)).isEqualTo(HeartbeatState.SILENT);
    Pulse beats = new Pulse(true, EVERY, GRACE, START, minute(1), null, still.silentAfter());
    assertThat(state(beats, 2, -60)).isEqualTo(HeartbeatState.ALIVE);
  }

  /** Switched on by a process whose clock is a little ahead, long after its last beat. */
  @Test
  void clocksOfTwoProcessesMayDiffer() {
    Pulse watched = new Pulse(true, EVERY, GRACE, minute(1_440.1), minute(0), null, null);

    assertThat(state(watched, 1_440, 0)).isEqualTo(HeartbeatState.ALIVE);
  }

  @Test
  void whileNoGatewayListensNobodyIsSilent() {
    Pulse pulse = beaten(minute(5));

    assertThat(pulse.at(minute(300), new Reach(minute(-60), minute(16.9))).state())
        .as("the gateways went down before it was silent")
        .isEqualTo(HeartbeatState.LATE);
    assertThat(pulse.at(minute(300), new Reach(minute(-60), minute(17))).state())
        .as("they listened until then")
        .isEqualTo(HeartbeatState.SILENT);
    assertThat(pulse.at(minute(300), Reach.NEVER).state()).isEqualTo(HeartbeatState.LATE);
  }

  @Test
  void afterDowntimeItsTimeBeginsAgain() {
    Pulse pulse = beaten(minute(5));

    assertThat(state(pulse, 131.9, 120)).as("down until 120").isEqualTo(HeartbeatState.LATE);
    assertThat(state(pulse, 132, 120)).isEqualTo(HeartbeatState.SILENT);
  }

  @Test
  void aShortGapLongBeforeTheNextBeatDelaysNothing() {
    assertThat(state(beaten(minute(5)), 17, 10)).isEqualTo(HeartbeatState.SILENT);
    assertThat(state(beaten(minute(5)), 17, 10.1)).isEqualTo(HeartbeatState.LATE);
  }

  @Test
  void whatWasToldStaysUntilThereIsABeat() {
    Pulse told = new Pulse(true, EVERY, GRACE, START, minute(5), null, minute(5));

    assertThat(state(told, 500, 499)).as("IMAS was away since").isEqualTo(HeartbeatState.SILENT);
    assertThat(state(new Pulse(true, EVERY, GRACE, START, minute(499), null, minute(5)), 500, 0))
        .isEqualTo(HeartbeatState.ALIVE);
  }

  @Test
  void failureIsToldAtOnceAndAlsoBeforeAnyBeat() {
    Pulse failed = new Pulse(true, EVERY, GRACE, START, null, minute(1), null);

    assertThat(state(failed, 1, 0)).isEqualTo(HeartbeatState.FAILED);
  }

  @Test
  void whatWasSwitchedOffIsNotSilentWhenItIsSwitchedOnAgain() {
    Pulse off = new Pulse(false, EVERY, GRACE, START, minute(5), null, null);
    Pulse on = new Pulse(true, EVERY, GRACE, minute(500), minute(5), null, null);

    assertThat(state(off, 500, 0)).isEqualTo(HeartbeatState.OFF);
    assertThat(state(on, 500, 0)).isEqualTo(HeartbeatState.ALIVE);
    assertThat(state(on, 512, 0)).isEqualTo(HeartbeatState.SILENT);
  }

  /** Beats come regularly, at most {@code EVERY} apart, and those within a gap are lost. */
  @Test
  void whoeverBeatsInTimeIsNeverSilentWhateverGapsIMASHas() {
    Random random = new Random(86);
    for (int run = 0; run < 2_000; run++) {
      double period = 0.5 + random.nextDouble() * 9.5;
      double firstGap = random.nextDouble() * 60;
      double firstLength = random.nextDouble() * 40;
      double secondGap = firstGap + firstLength + random.nextDouble() * 30;
      double secondLength = random.nextDouble() * 20;
      double lastBeat = 0;
      double since = -60;
      for (double now = 0; now < 150; now += 0.1) {
        boolean isDown = in(now, firstGap, firstLength) || in(now, secondGap, secondLength);
        if (isDown) {
          since = now + 0.1;
          continue;
        }
        double beat = Math.floor(now / period) * period;
        if (!in(beat, firstGap, firstLength) && !in(beat, secondGap, secondLength) && beat >= 0) {
          lastBeat = Math.max(lastBeat, beat);
        }
        assertThat(state(beaten(minute(lastBeat)), now, since))
            .as(
                "run %s, minute %s, period %s, last %s, up since %s",
                run, now, period, lastBeat, since)
            .isNotEqualTo(HeartbeatState.SILENT);
      }
    }
  }

  private static boolean in(double time, double from, double length) {
    return time >= from && time < from + length;
  }
}
