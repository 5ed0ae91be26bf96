package dev.imas.core.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueRemindersTest {

  private static final Instant DUE = Instant.parse("2026-06-10T09:00:00Z");

  private static List<Duration> from(Instant at) {
    List<Duration> all = new ArrayList<>();
    Optional<Instant> next = DueReminders.next(DUE, at);
    while (next.isPresent()) {
      all.add(Duration.between(DUE, next.get()));
      next = DueReminders.next(DUE, next.get());
    }
    return all;
  }

  @Test
  void fiveComeInAll() {
    assertThat(from(DUE.minus(Duration.ofDays(100))))
        .containsExactly(
            Duration.ofDays(-1),
            Duration.ZERO,
            Duration.ofDays(7),
            Duration.ofDays(14),
            Duration.ofDays(21));
  }

  @Test
  void whatIsPastIsNotMadeUpFor() {
    assertThat(from(DUE.minus(Duration.ofDays(1)))).hasSize(4).startsWith(Duration.ZERO);
    assertThat(from(DUE.plus(Duration.ofDays(8))))
        .containsExactly(Duration.ofDays(14), Duration.ofDays(21));
    assertThat(from(DUE.plus(Duration.ofDays(21)))).isEmpty();
  }
}
