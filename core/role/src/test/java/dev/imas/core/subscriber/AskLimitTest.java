package dev.imas.core.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AskLimitTest {

  @Test
  void oneNetworkAsksForSoManyMailsAMinute() {
    AtomicLong nanos = new AtomicLong();
    AskLimit limit = new AskLimit(nanos::get);
    int allowed = 0;
    while (allowed < 1_000 && limit.take("2001:db8::" + allowed)) {
      allowed++;
    }

    assertThat(allowed).isEqualTo(AskLimit.A_MINUTE);
    assertThat(limit.take("192.0.2.1")).as("another network").isTrue();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(limit.take("2001:db8::1")).isTrue();
    assertThat(limit.take("2001:db8::1")).isFalse();
  }
}
