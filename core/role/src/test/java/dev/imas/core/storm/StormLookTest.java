package dev.imas.core.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a storm ends, and what becomes of its umbrella. */
class StormLookTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final StormPolicy POLICY = new StormPolicy(true, 20, 5, Duration.ofMinutes(5));
  private static final Severity SEV3 = Severity.SEV3_MEDIUM;

  @Test
  void itEndsWhenItHasBeenCalmForLongEnough() {
    assertThat(judge(look(null, 4, 9), POLICY).calmSince()).isEqualTo(NOW);
    assertThat(judge(look(NOW.minusSeconds(299), 4, 9), POLICY).ends()).isFalse();
    StormLook.Verdict verdict = judge(look(NOW.minusSeconds(300), 4, 9), POLICY);
    assertThat(verdict.ends()).isTrue();
    assertThat(verdict.resolves()).as("incidents are open").isFalse();
  }

  @Test
  void aLoudMinuteBeginsItAnew() {
    StormLook.Verdict verdict = judge(look(NOW.minusSeconds(900), 5, 9), POLICY);
    assertThat(verdict.ends()).isFalse();
    assertThat(verdict.calmSince()).isNull();
  }

  @Test
  void itsUmbrellaIsResolvedAfterItsEndAndNotBefore() {
    assertThat(judge(look(null, 0, 0), POLICY).resolves()).isFalse();
    assertThat(judge(look(NOW.minusSeconds(300), 0, 0), POLICY).resolves()).isTrue();
    assertThat(judge(new StormLook(null, true, 7, 9, 0, null), POLICY).resolves()).isTrue();
    assertThat(judge(new StormLook(null, true, 0, 9, 1, SEV3), POLICY).resolves()).isFalse();
  }

  @Test
  void whoeverSwitchesStormsOffEndsIt() {
    StormPolicy off = new StormPolicy(false, 20, 5, Duration.ofMinutes(5));
    assertThat(judge(look(null, 100, 9), off).ends()).isTrue();
  }

  @Test
  void theUmbrellaIsAsSevereAsTheWorstItHolds() {
    assertThat(judge(new StormLook(null, false, 9, 9, 9, Severity.SEV2_HIGH), POLICY).raisesTo())
        .isEqualTo(Severity.SEV2_HIGH);
    assertThat(judge(new StormLook(null, false, 9, 9, 9, SEV3), POLICY).raisesTo()).isNull();
    assertThat(judge(new StormLook(null, false, 9, 9, 9, Severity.SEV4_LOW), POLICY).raisesTo())
        .isNull();
  }

  private static StormLook look(@Nullable Instant calmSince, int recent, int open) {
    return new StormLook(calmSince, false, recent, 9, open, open == 0 ? null : SEV3);
  }

  private static StormLook.Verdict judge(StormLook look, StormPolicy policy) {
    return look.judge(SEV3, policy, NOW);
  }
}
