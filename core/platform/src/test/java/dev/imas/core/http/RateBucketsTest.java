package dev.imas.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.http.RateBuckets.Taken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateBucketsTest {

  private long now = Long.MAX_VALUE - 5; // nanoTime may start anywhere.
  private final RateBuckets buckets = new RateBuckets(() -> now, 3);

  private double take(String who) {
    return buckets.take(who, 2, 4);
  }

  @Test
  void emptyBucketSaysWhenThereIsAnother() {
    for (int i = 0; i < 4; i++) {
      assertThat(take("ann")).isZero();
    }
    assertThat(take("ann")).isEqualTo(0.5);
    assertThat(take("bob")).isZero();
    now += Duration.ofMillis(500).toNanos();
    assertThat(take("ann")).isZero();
  }

  @Test
  void whatIsTakenIsToldOnceAndTheOldestFirst() {
    buckets.share();
    take("ann");
    take("bob");
    take("ann");

    assertThat(buckets.drain(1)).containsExactly(new Taken("ann", 2, 2, 4));
    assertThat(buckets.drain(9)).containsExactly(new Taken("bob", 1, 2, 4));
    assertThat(buckets.drain(9)).isEmpty();
  }

  @Test
  void whatOthersTookIsGoneHereToo() {
    buckets.share();
    take("ann");
    buckets.drain(9);
    take("ann");

    buckets.settle("ann", 2); // Without the one that was taken meanwhile.

    assertThat(take("ann")).isZero();
    assertThat(take("ann")).isPositive();
  }

  @Test
  void whatIsLeftForAllNeverRaisesABucket() {
    buckets.share();
    for (int i = 0; i < 4; i++) {
      take("ann");
    }
    buckets.drain(9);

    buckets.settle("ann", 4);

    assertThat(take("ann")).isPositive();
  }

  @Test
  void debtOfAllIsPaidBackAtTheRate() {
    buckets.share();
    take("ann");
    buckets.drain(9);
    buckets.settle("ann", -3);

    assertThat(take("ann")).isEqualTo(2);
    now += Duration.ofSeconds(2).toNanos();
    assertThat(take("ann")).isZero();
  }

  @Test
  void whatNobodyHearsIsBoundedAndForgottenWithItsCaller() {
    buckets.share();
    for (int i = 0; i < 100; i++) {
      take("ann");
      now += Duration.ofSeconds(1).toNanos();
    }
    assertThat(buckets.drain(9)).containsExactly(new Taken("ann", 4, 2, 4));

    for (String who : List.of("a", "b", "c", "d", "e")) {
      take(who);
    }
    assertThat(buckets.drain(9)).extracting(Taken::who).containsExactly("c", "d", "e");
    buckets.settle("a", 0); // Nobody remembers it.
    assertThat(take("a")).isZero();
  }

  @Test
  void withoutOthersNothingIsKeptForThem() {
    take("ann");

    assertThat(buckets.drain(9)).isEmpty();
  }
}
