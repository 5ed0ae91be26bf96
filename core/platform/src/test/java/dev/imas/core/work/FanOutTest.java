package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutTest {

  private static final int TENANTS = 1_200;

  private final List<Promise<String>> begun = new ArrayList<>();

  private Future<String> begin(Integer item) {
    Promise<String> one = Promise.promise();
    begun.add(one);
    return one.future().map(said -> item + " " + said);
  }

  private static List<Integer> items(int number) {
    return IntStream.range(0, number).boxed().toList();
  }

  @Test
  void asManyRunAtOnceAsAreAllowed() {
    Future<List<String>> all = FanOut.over(4, items(TENANTS), this::begin);

    for (int ended = 0; ended < TENANTS; ended++) {
      assertThat(begun).hasSize(Math.min(ended + 4, TENANTS));
      begun.get(ended).complete("done");
    }

    assertThat(all.result()).hasSize(TENANTS).startsWith("0 done").endsWith("1199 done");
  }

  @Test
  void resultsAreInTheOrderOfTheItems() {
    Future<List<String>> all = FanOut.over(3, items(3), this::begin);

    begun.get(2).complete("first");
    begun.get(0).complete("second");
    assertThat(all.isComplete()).isFalse();
    begun.get(1).complete("last");

    assertThat(all.result()).containsExactly("0 second", "1 last", "2 first");
  }

  @Test
  void nothingBeginsAfterAFailureWhichIsToldWhenTheRestHasEnded() {
    Future<List<String>> all = FanOut.over(2, items(5), this::begin);

    begun.get(0).fail("the first");
    assertThat(begun).hasSize(2);
    assertThat(all.isComplete()).isFalse();
    begun.get(1).fail("the second");

    assertThat(all.cause()).hasMessage("the first");
    assertThat(begun).hasSize(2);
  }

  @Test
  void whatTheWorkThrowsIsAFailure() {
    Future<List<String>> all =
        FanOut.over(
            2,
            items(2),
            item -> {
              throw new IllegalStateException("thrown by " + item);
            });

    assertThat(all.cause()).hasMessage("thrown by 0");
  }

  @Test
  void workThatEndsAtOnceNeedsNoDeepStack() {
    assertThat(FanOut.over(1, items(200_000), Future::succeededFuture).result()).hasSize(200_000);
  }

  @Test
  void nothingToDoIsDone() {
    assertThat(FanOut.over(1, items(0), this::begin).result()).isEmpty();
  }

  @Test
  void noneAtOnceWouldNeverEnd() {
    assertThatThrownBy(() -> FanOut.over(0, items(1), this::begin))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
