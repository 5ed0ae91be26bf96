package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TargetComparisonTest {

  @Test
  void theMiddleOfTheRoundsCounts() {
    assertThat(series(100, 900, 200).throughput()).isEqualTo(200);
    assertThat(series(100, 200, 300, 900).throughput()).isEqualTo(250);
    assertThat(series(5).throughput()).isEqualTo(5);
  }

  @Test
  void whatNobodyKnownUsedIsForeign() {
    Processors.Reading before = new Processors.Reading(1_000, 500, 450, 0, 0);
    Processors.Reading after = new Processors.Reading(2_000, 1_300, 1_150, 0, 0);

    // 700 ticks in processes; 300 of a known one, 150 of one that started meanwhile.
    assertThat(
            TargetComparison.foreign(before, after, Map.of(1L, 100L), Map.of(1L, 400L, 2L, 150L)))
        .isEqualTo(0.25);
    assertThat(TargetComparison.foreign(before, after, Map.of(), Map.of(1L, 10_000L))).isZero();
    assertThat(TargetComparison.foreign(after, after, Map.of(), Map.of())).isNegative();
  }

  @Test
  void whatAnybodyUsedIsBusy() {
    Processors.Reading before = new Processors.Reading(1_000, 500, 450, 0, 0);
    Processors.Reading after = new Processors.Reading(2_000, 1_300, 1_150, 0, 0);

    assertThat(TargetComparison.busyShare(before, after)).isEqualTo(0.8);
    assertThat(TargetComparison.busyShare(after, after)).isZero();
  }

  private static TargetComparison.Series series(int... goodputs) {
    List<TargetComparison.Round> rounds = new ArrayList<>();
    for (int goodput : goodputs) {
      RequestCounts counts = new RequestCounts();
      counts.inWindowSuccessful = goodput;
      rounds.add(
          new TargetComparison.Round(
              1,
              new PhaseResult(
                  Phase.saturation(Duration.ofSeconds(1)),
                  new Histogram(3),
                  new Histogram(3),
                  counts,
                  0,
                  0,
                  new PhaseResult.Use(false, 0, 0, 0)),
              0));
    }
    return new TargetComparison.Series("x", rounds, List.of());
  }
}
