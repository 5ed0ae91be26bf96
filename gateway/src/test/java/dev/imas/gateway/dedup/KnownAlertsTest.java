package dev.imas.gateway.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownAlertsTest {

  private static final Fingerprint PRINT = new Fingerprint(7, 42);
  private static final long NO_START = Long.MIN_VALUE;

  private final KnownAlerts known = new KnownAlerts(64, 600);

  @Test
  void nothingIsBelievedOfAnAlertNeverSeen() {
    assertThat(known.believed(new Fingerprint(0, 0), null, NO_START, 0, 0)).isNull();
  }

  @Test
  void whatWasLearnedIsBelieved() {
    known.learn(PRINT, Severity.SEV3_MEDIUM, Severity.SEV1_CRITICAL, 100, 1, 0);

    assertThat(known.believed(PRINT, Severity.SEV3_MEDIUM, 100, 1, 0))
        .isEqualTo(Severity.SEV1_CRITICAL);
  }

  @Test
  void anotherWordOfTheSenderOrOtherRulesMakeTheBeliefVoid() {
    known.learn(PRINT, Severity.SEV3_MEDIUM, Severity.SEV1_CRITICAL, 100, 1, 0);

    assertThat(known.believed(PRINT, Severity.SEV2_HIGH, 100, 1, 0)).isNull();
    assertThat(known.believed(PRINT, null, 100, 1, 0)).isNull();
    assertThat(known.believed(PRINT, Severity.SEV3_MEDIUM, 100, 2, 0)).isNull();
  }

  @Test
  void onlyANewerEpisodeIsNews() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.believed(PRINT, null, 101, 1, 0)).isNull();
    assertThat(known.believed(PRINT, null, 99, 1, 0)).isEqualTo(Severity.SEV3_MEDIUM);
    assertThat(known.believed(PRINT, null, NO_START, 1, 0)).isEqualTo(Severity.SEV3_MEDIUM);
  }

  @Test
  void pairThatTakesTurnsWithTwoStartsStaysKnown() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 101, 1, 0);
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.believed(PRINT, null, 101, 1, 0)).isNotNull();
  }

  @Test
  void startOfAForgottenEpisodeIsForgottenToo() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 200, 1, 0);
    known.forget(PRINT);
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.believed(PRINT, null, 200, 1, 0)).isNull();
  }

  @Test
  void beliefEndsAfterTheRefreshTime() {
    known.learn(PRINT, null, Severity.SEV4_LOW, NO_START, 1, 1_000);

    assertThat(known.believed(PRINT, null, NO_START, 1, 1_599)).isEqualTo(Severity.SEV4_LOW);
    assertThat(known.believed(PRINT, null, NO_START, 1, 1_600)).isNull();
  }

  @Test
  void forgettingTouchesOnlyTheAlertItself() {
    Fingerprint neighbour = new Fingerprint(8, 42);
    known.learn(PRINT, null, Severity.SEV4_LOW, NO_START, 1, 0);

    known.forget(neighbour);

    assertThat(known.believed(PRINT, null, NO_START, 1, 0)).isEqualTo(Severity.SEV4_LOW);
  }

  @Test
  void fourAlertsOfOneSetAreKnownSideBySide() {
    for (int i = 0; i < 4; i++) {
      known.learn(new Fingerprint(i, 42), null, Severity.of(i + 1), NO_START, 1, i);
    }

    for (int i = 0; i < 4; i++) {
      assertThat(known.believed(new Fingerprint(i, 42), null, NO_START, 1, 5))
          .isEqualTo(Severity.of(i + 1));
    }
  }

  private void fillSet() {
    for (int i = 0; i < 4; i++) {
      known.learn(new Fingerprint(i, 42), null, Severity.SEV4_LOW, NO_START, 1, 10 - i);
    }
  }

  @Test
  void oneNewcomerInFourDisplacesTheOneLearnedLongestAgo() {
    fillSet();
    Fingerprint newcomer = new Fingerprint(9, 42);
    int tries = 0;
    while (known.believed(newcomer, null, NO_START, 1, 20) == null && tries < 9) {
      assertThat(known.believed(new Fingerprint(3, 42), null, NO_START, 1, 20)).isNotNull();
      known.learn(newcomer, null, Severity.SEV1_CRITICAL, NO_START, 1, 20);
      tries++;
    }

    assertThat(tries).isEqualTo(4);
    assertThat(known.believed(new Fingerprint(3, 42), null, NO_START, 1, 20)).isNull();
    assertThat(known.believed(new Fingerprint(0, 42), null, NO_START, 1, 20)).isNotNull();
  }

  @Test
  void whatIsTooOldToBeBelievedGivesWayAtOnce() {
    fillSet();

    known.learn(new Fingerprint(9, 42), null, Severity.SEV1_CRITICAL, NO_START, 1, 607);

    assertThat(known.believed(new Fingerprint(9, 42), null, NO_START, 1, 607)).isNotNull();
  }

  /** As many alerts as there are places, in turn, over and over. */
  @Test
  void mostAlertsOfAStormThatFillsItAreKnown() {
    int places = 1 << 12;
    KnownAlerts full = new KnownAlerts(places, 600);
    Random random = new Random(1);
    List<Fingerprint> prints = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      prints.add(new Fingerprint(random.nextLong(), random.nextLong()));
    }
    int unknown = 0;
    for (int round = 0; round < 20; round++) {
      unknown = 0;
      for (Fingerprint print : prints) {
        if (full.believed(print, null, NO_START, 1, round) == null) {
          unknown++;
          full.learn(print, null, Severity.SEV3_MEDIUM, NO_START, 1, round);
        }
      }
    }

    assertThat(unknown).isLessThan(places / 4); // half of them, if each newcomer displaced one
  }

  @Test
  void placeOfAForgottenAlertIsTakenFirst() {
    for (int i = 0; i < 4; i++) {
      known.learn(new Fingerprint(i, 42), null, Severity.SEV4_LOW, NO_START, 1, i);
    }
    known.forget(new Fingerprint(3, 42));

    known.learn(new Fingerprint(9, 42), null, Severity.SEV1_CRITICAL, NO_START, 1, 20);

    assertThat(known.believed(new Fingerprint(0, 42), null, NO_START, 1, 20)).isNotNull();
  }

  @Test
  void alertsOfOneStormAreNotAllRefreshedAtOnce() {
    int refreshedEarly = 0;
    for (int i = 0; i < 64; i++) {
      Fingerprint print = new Fingerprint(i, (long) i << 32 | i % 16);
      known.learn(print, null, Severity.SEV4_LOW, NO_START, 1, 0);
      assertThat(known.believed(print, null, NO_START, 1, 600 - 75)).isNotNull();
      if (known.believed(print, null, NO_START, 1, 570) == null) {
        refreshedEarly++;
      }
    }

    assertThat(refreshedEarly).isBetween(10, 54);
  }

  @Test
  void sizeIsAPowerOfTwo() {
    assertThatThrownBy(() -> new KnownAlerts(100, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
