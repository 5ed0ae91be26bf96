package dev.imas.core.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationSearchTest {

  @Test
  void theHighestRateThatHoldsIsFoundWithinAFewPercent() {
    for (double truth : new double[] {1_000, 9_000, 14_999, 19_500}) {
      List<SaturationSearch.Step<Double>> steps =
          SaturationSearch.run(
              20_000, rate -> new SaturationSearch.Step<>(rate, rate <= truth, rate));
      double best =
          steps.stream()
              .filter(SaturationSearch.Step::holds)
              .mapToDouble(SaturationSearch.Step::rate)
              .max()
              .orElse(0);
      assertThat(best).isBetween(truth - 20_000 * 0.03, truth);
      assertThat(steps).hasSizeLessThanOrEqualTo(SaturationSearch.MOST_STEPS);
    }
  }

  @Test
  void whereNothingHoldsTheSearchEnds() {
    assertThat(SaturationSearch.run(20_000, rate -> new SaturationSearch.Step<>(rate, false, rate)))
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(SaturationSearch.MOST_STEPS);
  }
}
