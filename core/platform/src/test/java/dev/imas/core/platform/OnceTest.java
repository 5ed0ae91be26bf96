package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnceTest {

  private final AtomicInteger made = new AtomicInteger();

  @Test
  void manyThreadsGetOneValue() throws Exception {
    Once<Object> once =
        new Once<>(
            () -> {
              made.incrementAndGet();
              return new Object();
            });
    assertThat(once.isMade()).isFalse();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> all =
          IntStream.range(0, 50).mapToObj(n -> threads.submit(once::get)).toList();
      for (Future<Object> one : all) {
        assertThat(one.get()).isSameAs(once.get());
      }
    }
    assertThat(made).hasValue(1);
    assertThat(once.isMade()).isTrue();
  }

  @Test
  void whatFailedIsTriedAgain() {
    Once<Integer> once =
        new Once<>(
            () -> {
              if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return 7;
            });

    assertThatThrownBy(once::get).hasMessage("not yet");

    assertThat(once.isMade()).isFalse();
    assertThat(once.get()).isEqualTo(7);
  }
}
