package dev.imas.core.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.imas.core.password.GuessLimits.Attempt;
import dev.imas.core.password.GuessLimits.Guessed;
import dev.imas.core.platform.Fault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** IAM-14: 5 wrong passwords a minute of an address, a lock of 15 min after 10 wrong passwords. */
class GuessLimitsTest {

  private static final Guessed STRANGER = new Guessed("ada", "strangers");
  private static final Guessed PHONE = new Guessed("ada", "phone");

  private final AtomicLong nanos = new AtomicLong();
  private final GuessLimits limits =
      new GuessLimits(
          new PasswordConfig(1024, 1, 1, 5, 10, Duration.ofMinutes(15)),
          nanos::get,
          new SimpleMeterRegistry());

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Fault refusal(Runnable attempt) {
    return catchThrowableOfType(Fault.class, attempt::run);
  }

  private void wrong(String address, int times) {
    for (int i = 0; i < times; i++) {
      limits.admit(Attempt.LOG_IN, address);
      limits.failed(Attempt.LOG_IN, address);
    }
  }

  @Test
  void anAddressMayBeWrongFiveTimesAMinute() {
    wrong("10.0.0.1", 5);
    Fault refused = refusal(() -> limits.admit(Attempt.LOG_IN, "10.0.0.1"));

    assertThat(refused.kind()).isEqualTo(Fault.Kind.TOO_MANY_REQUESTS);
    assertThat(refused.retryAfterSeconds()).isEqualTo(12);
    assertThatCode(() -> limits.admit(Attempt.LOG_IN, "10.0.0.2")).doesNotThrowAnyException();
    pass(Duration.ofSeconds(12));
    assertThatCode(() -> wrong("10.0.0.1", 1)).doesNotThrowAnyException();
    assertThat(refusal(() -> limits.admit(Attempt.LOG_IN, "10.0.0.1"))).isNotNull();
  }

  @Test
  void whatIsRightDoesNotCount() {
    for (int i = 0; i < 100; i++) {
      assertThatCode(() -> limits.admit(Attempt.LOG_IN, "10.0.0.1")).doesNotThrowAnyException();
    }
  }

  /** Guesses that were under way together are paid for one after the other. */
  @Test
  void guessesAtOnceAreAllCounted() {
    for (int i = 0; i < 20; i++) {
      limits.admit(Attempt.LOG_IN, "10.0.0.1");
    }
    for (int i = 0; i < 20; i++) {
      limits.failed(Attempt.LOG_IN, "10.0.0.1");
    }

    assertThat(refusal(() -> limits.admit(Attempt.LOG_IN, "10.0.0.1")).retryAfterSeconds())
        .isEqualTo(12 * 16);
  }

  @Test
  void eachKindOfAttemptIsCountedApart() {
    wrong("10.0.0.1", 5);

    for (Attempt other : Attempt.values()) {
      assertThat(other == Attempt.LOG_IN)
          .isEqualTo(refusal(() -> limits.admit(other, "10.0.0.1")) != null);
    }
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() {
    for (int i = 0; i < 5; i++) {
      wrong("2001:db8::" + i, 1);
    }

    assertThat(refusal(() -> limits.admit(Attempt.LOG_IN, "2001:db8::99"))).isNotNull();
  }

  @Test
  void tenWrongPasswordsLockForFifteenMinutes() {
    fail(STRANGER, 10);

    Fault refused = refusal(() -> limits.guess(STRANGER));
    assertThat(refused.retryAfterSeconds()).isEqualTo(901);
    pass(Duration.ofMinutes(15).minusSeconds(1));
    assertThat(refusal(() -> limits.guess(STRANGER))).isNotNull();
    pass(Duration.ofSeconds(1));
    assertThatCode(() -> limits.guess(STRANGER)).doesNotThrowAnyException();
  }

  @Test
  void lockOfStrangersDoesNotKeepAKnownDeviceOut() {
    fail(STRANGER, 10);

    assertThatCode(() -> limits.guess(PHONE)).doesNotThrowAnyException();
    fail(PHONE, 9);
    assertThat(refusal(() -> limits.guess(PHONE))).isNotNull();
  }

  @Test
  void rightPasswordStartsTheCountAnew() {
    fail(STRANGER, 9);
    limits.guess(STRANGER);
    limits.succeeded(STRANGER);
    fail(STRANGER, 10);

    assertThat(refusal(() -> limits.guess(STRANGER))).isNotNull();
  }

  private void fail(Guessed what, int times) {
    for (int i = 0; i < times; i++) {
      limits.guess(what);
    }
  }
}
