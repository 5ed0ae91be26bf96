package dev.imas.core.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void waitsDoubleUpToTheLongest() {
    assertThat(Backoff.OF_A_ROW.after(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.OF_A_ROW.after(1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(Backoff.OF_A_ROW.after(8)).isEqualTo(Duration.ofSeconds(256));
    assertThat(Backoff.OF_A_ROW.after(9)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Backoff.OF_A_ROW.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void diceMakeItAFifthShorterOrLonger() {
    assertThat(Backoff.OF_A_ROW.after(0, 0)).isEqualTo(Duration.ofMillis(800));
    assertThat(Backoff.OF_A_ROW.after(0, 0.5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(Backoff.OF_A_ROW.after(40, 0.999_999)).isEqualTo(Duration.ofMinutes(6));
  }
}
