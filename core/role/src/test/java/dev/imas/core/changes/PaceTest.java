package dev.imas.core.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PaceTest {

  @ParameterizedTest
  @CsvSource({
    "1, PT0.1S",
    "100, PT0.1S",
    "101, PT0.101S",
    "500, PT0.5S",
    "1000, PT1S",
    "100000, PT1S",
  })
  void manyAreToldLessOften(int subscribers, Duration gap) {
    assertThat(Duration.ofNanos(Pace.gapNanos(subscribers))).isEqualTo(gap);
  }
}
