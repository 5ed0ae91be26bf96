package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.login.SigningKeyRepository.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration LIFE = Duration.ofMinutes(30);

  private static Stored key(int n, Instant signsFrom) {
    return new Stored(
        new UUID(0, n), new byte[0], signsFrom.minus(KeyRing.KNOWN_BY_ALL), signsFrom);
  }

  private static final Stored OLD = key(1, NOON.minus(MONTH));
  private static final Stored NEXT = key(2, NOON.plus(Duration.ofMinutes(3)));

  @Test
  void firstKeySignsAtOnce() {
    assertThat(KeyRing.due(List.of(), NOON, MONTH)).contains(NOON);
  }

  @Test
  void nextKeyIsMadeBeforeItSigns() {
    assertThat(KeyRing.due(List.of(OLD), NOON, MONTH)).contains(NOON.plus(KeyRing.KNOWN_BY_ALL));
    assertThat(KeyRing.due(List.of(NEXT, OLD), NOON, MONTH)).isEmpty();
    assertThat(KeyRing.signer(List.of(NEXT, OLD), NOON)).contains(OLD);
    assertThat(KeyRing.signer(List.of(NEXT, OLD), NEXT.signsFrom())).contains(NEXT);
  }

  @Test
  void oldKeyGoesWhenEverythingItSignedHasExpired() {
    Instant handOver = NEXT.signsFrom();
    Instant expired = handOver.plus(LIFE).plus(KeyRing.KNOWN_BY_ALL);

    assertThat(KeyRing.gone(List.of(NEXT, OLD), expired.minusMillis(1), LIFE)).isEmpty();
    assertThat(KeyRing.gone(List.of(NEXT, OLD), expired, LIFE)).containsExactly(OLD.id());
    assertThat(KeyRing.gone(List.of(OLD), NOON.plus(MONTH), LIFE)).isEmpty();
  }
}
