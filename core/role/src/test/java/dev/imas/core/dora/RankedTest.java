package dev.imas.core.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Percentiles that are counted are those that sorting finds (DOR-02). */
class RankedTest {

  private static Ranked of(long... seconds) {
    Ranked ranked = new Ranked();
    for (long one : seconds) {
      ranked.add(one);
    }
    return ranked;
  }

  private static long sorted(long[] seconds, int percent) {
    long[] sorted = seconds.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceilDiv((long) percent * sorted.length, 100L) - 1];
  }

  @Test
  void percentilesAreValuesThatOccurredWhateverTheRange() {
    Random random = new Random(3);
    for (long most : new long[] {1, 2, 4_095, 4_096, 4_097, 20_000_000, 1L << 40, Long.MAX_VALUE}) {
      for (int size : new int[] {1, 2, 3, 100, 5_000}) {
        long[] seconds = random.longs(size, 0, most).toArray();
        seconds[random.nextInt(size)] = most;
        Ranked ranked = of(seconds);
        assertThat(ranked.count()).isEqualTo(size);
        for (int percent : new int[] {1, 50, 75, 90, 99, 100}) {
          assertThat(ranked.percentile(percent))
              .as("%d %% of %d up to %d", percent, size, most)
              .isEqualTo(sorted(seconds, percent));
        }
      }
    }
  }

  @Test
  void equalLengthsAreTheirOwnPercentiles() {
    assertThat(of(7, 7, 7, 7).percentile(50)).isEqualTo(7);
    assertThat(of(0, 0, 0).percentile(90)).isZero();
    assertThat(of(Long.MAX_VALUE, Long.MAX_VALUE).percentile(1)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofNothingThereIsNothing() {
    assertThat(new Ranked().percentile(50)).isNull();
    assertThat(new Ranked().mean()).isNull();
    assertThat(new Ranked().count()).isZero();
  }

  @Test
  void theMeanIsRoundedToWholeSeconds() {
    assertThat(of(1, 2, 2).mean()).isEqualTo(2);
    assertThat(of(1, 1, 2).mean()).isEqualTo(1);
  }

  @Test
  void aNegativeLengthIsRefused() {
    assertThatThrownBy(() -> of(-1)).hasMessage("a length of -1 seconds");
  }
}
