package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatTest {

  private static final int MANY = 200_000;

  @Test
  void manyRoundsThatEndLaterDoNotOverflowTheStack() {
    List<Promise<Integer>> begun = new ArrayList<>();
    Future<Integer> last =
        Repeat.until(
            0,
            n -> n == MANY,
            n -> {
              begun.add(Promise.promise());
              return begun.getLast().future();
            });

    for (int n = 1; n <= MANY; n++) {
      assertThat(last.isComplete()).isFalse();
      begun.get(n - 1).complete(n);
    }

    assertThat(last.result()).isEqualTo(MANY);
  }

  @Test
  void norDoManyThatEndAtOnce() {
    Future<Integer> last = Repeat.until(0, n -> n == MANY, n -> Future.succeededFuture(n + 1));

    assertThat(last.result()).isEqualTo(MANY);
  }

  @Test
  void oneRoundRunsEvenIfTheFirstStateLooksLikeALastOne() {
    assertThat(Repeat.until(1, n -> n > 0, n -> Future.succeededFuture(n + 1)).result())
        .isEqualTo(2);
  }

  @Test
  void theFirstRoundThatFailsEndsIt() {
    List<Integer> begun = new ArrayList<>();

    Future<Integer> failed =
        Repeat.until(
            0,
            n -> n == MANY,
            n -> {
              begun.add(n);
              return n == 2 ? Future.failedFuture("no") : Future.succeededFuture(n + 1);
            });

    assertThat(failed.cause()).hasMessage("no");
    assertThat(begun).containsExactly(0, 1, 2);
  }

  @Test
  void aRoundThatThrowsFails() {
    Future<Integer> failed =
        Repeat.until(
            0,
            n -> false,
            n -> {
              throw new IllegalStateException("thrown");
            });

    assertThat(failed.cause()).hasMessage("thrown");
  }
}
