package dev.imas.core.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Means and percentiles are those of all values, however many there are. */
class DistributionTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6, 99, 1_000, 65_536, 65_537, 200_000})
  void percentilesAreValuesThatOccurred(int count) {
    Random random = new Random(count);
    Distribution distribution = new Distribution();
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          random.nextInt(10) == 0
              ? random.nextInt(5_000_000)
              : random.nextInt(4) * random.nextInt(9_000);
      distribution.add(values[i]);
    }
    Arrays.sort(values);
    Times times = distribution.times();
    assertThat(times.incidents()).isEqualTo(count);
    assertThat(times.meanSeconds())
        .isEqualTo(
            count == 0
                ? null
                : Long.valueOf(Math.round(Arrays.stream(values).average().orElseThrow())));
    assertThat(times.p50Seconds()).isEqualTo(nth(values, 50));
    assertThat(times.p90Seconds()).isEqualTo(nth(values, 90));
    assertThat(distribution.times()).as("asked again").isEqualTo(times);
  }

  private static @Nullable Long nth(int[] sorted, int percent) {
    return sorted.length < 5
        ? null
        : Long.valueOf(sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1]);
  }
}
