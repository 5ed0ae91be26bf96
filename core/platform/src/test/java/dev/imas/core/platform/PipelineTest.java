package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineTest {

  private static final Future<Integer> FAILED = Future.failedFuture("no time");
  private static final Future<Integer> ABORTED = Future.failedFuture("aborted");

  @Test
  void resultsComeInOrder() {
    Promise<Integer> slow = Promise.promise();
    Future<List<Integer>> joined = Pipeline.join(List.of(slow.future(), Future.succeededFuture(2)));
    assertThat(joined.isComplete()).isFalse();

    slow.complete(1);

    assertThat(joined.result()).containsExactly(1, 2);
  }

  @Test
  void theFirstFailureCounts() {
    assertThat(Pipeline.join(List.of(FAILED, ABORTED)).cause()).hasMessage("no time");
    assertThatThrownBy(() -> Pipeline.beside(FAILED, ABORTED::await)).hasMessage("no time");
  }

  @Test
  void whatIsAskedBesideFailsByItself() {
    Future<Integer> sent = Future.succeededFuture(1);

    assertThatThrownBy(() -> Pipeline.beside(sent, ABORTED::await)).hasMessage("aborted");
    assertThatThrownBy(() -> Pipeline.beside(Promise.promise().future(), ABORTED::await))
        .hasMessage("aborted");
  }

  @Test
  void aFailureOfTheStatementIsSeenByWhoeverWaitsForIt() {
    assertThat(Pipeline.beside(FAILED, () -> 7)).isEqualTo(7);
  }
}
