package dev.imas.gateway.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
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
  void alertNeverSeenIsNotKnown() {
    assertThat(known.severityOf(new Fingerprint(0, 0), null, NO_START, 0, 0)).isNull();
  }

  @Test
  void whatWasLearnedIsKnown() {
    known.learn(PRINT, Severity.SEV3_MEDIUM, Severity.SEV1_CRITICAL, 100, 1, 0);

    assertThat(known.severityOf(PRINT, Severity.SEV3_MEDIUM, 100, 1, 0))
        .isEqualTo(Severity.SEV1_CRITICAL);
  }

  @Test
  void anotherSeverityOrOtherRulesMakeTheEntryVoid() {
    known.learn(PRINT, Severity.SEV3_MEDIUM, Severity.SEV1_CRITICAL, 100, 1, 0);

    assertThat(known.severityOf(PRINT, Severity.SEV2_HIGH, 100, 1, 0)).isNull();
    assertThat(known.severityOf(PRINT, null, 100, 1, 0)).isNull();
    assertThat(known.severityOf(PRINT, Severity.SEV3_MEDIUM, 100, 2, 0)).isNull();
  }

  @Test
  void onlyANewerEpisodeIsNews() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.severityOf(PRINT, null, 101, 1, 0)).isNull();
    assertThat(known.severityOf(PRINT, null, 99, 1, 0)).isEqualTo(Severity.SEV3_MEDIUM);
    assertThat(known.severityOf(PRINT, null, NO_START, 1, 0)).isEqualTo(Severity.SEV3_MEDIUM);
  }

  @Test
  void pairThatTakesTurnsWithTwoStartsStaysKnown() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 101, 1, 0);
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.severityOf(PRINT, null, 101, 1, 0)).isNotNull();
  }

  @Test
  void startOfAForgottenEpisodeIsForgottenToo() {
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 200, 1, 0);
    known.forget(PRINT);
    known.learn(PRINT, null, Severity.SEV3_MEDIUM, 100, 1, 0);

    assertThat(known.severityOf(PRINT, null, 200, 1, 0)).isNull();
  }

  @Test
  void entryEndsAfterTheRefreshTime() {
    known.learn(PRINT, null, Severity.SEV4_LOW, NO_START, 1, 1_000);

    assertThat(known.severityOf(PRINT, null, NO_START, 1, 1_599)).isEqualTo(Severity.SEV4_LOW);
    assertThat(known.severityOf(PRINT, null, NO_START, 1, 1_600)).isNull();
  }

  @Test
  void forgettingTouchesOnlyTheAlertItself() {
    Fingerprint neighbour = new Fingerprint(8, 42);
    known.learn(PRINT, null, Severity.SEV4_LOW, NO_START, 1, 0);

    known.forget(neighbour);

    assertThat(known.severityOf(PRINT, null, NO_START, 1, 0)).isEqualTo(Severity.SEV4_LOW);
  }

  @Test
  void fourAlertsOfOneSetAreKnownSideBySide() {
    for (int i = 0; i < 4; i++) {
      known.learn(new Fingerprint(i, 42), null, Severity.of(i + 1), NO_START, 1, i);
    }

    for (int i = 0; i < 4; i++) {
      assertThat(known.severityOf(new Fingerprint(i, 42), null, NO_START, 1, 5))
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
    while (known.severityOf(newcomer, null, NO_START, 1, 20) == null && tries < 9) {
      assertThat(known.severityOf(new Fingerprint(3, 42), null, NO_START, 1, 20)).isNotNull();
      known.learn(newcomer, null, Severity.SEV1_CRITICAL, NO_START, 1, 20);
      tries++;
    }

    assertThat(tries).isEqualTo(4);
    assertThat(known.severityOf(new Fingerprint(3, 42), null, NO_START, 1, 20)).isNull();
    assertThat(known.severityOf(new Fingerprint(0, 42), null, NO_START, 1, 20)).isNotNull();
  }

  @Test
  void expiredEntryIsReplacedAtOnce() {
    fillSet();

    known.learn(new Fingerprint(9, 42), null, Severity.SEV1_CRITICAL, NO_START, 1, 607);

    assertThat(known.severityOf(new Fingerprint(9, 42), null, NO_START, 1, 607)).isNotNull();
  }

  /** A cycle of as many alerts as there are places, repeated many times. */
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
        if (full.severityOf(print, null, NO_START, 1, round) == null) {
          unknown++;
          full.learn(print, null, Severity.SEV3_MEDIUM, NO_START, 1, round);
        }
      }
    }

    assertThat(unknown)
        .isLessThan(places / 4); // It would be half of them if each newcomer evicted one.
  }

  @Test
  void placeOfAForgottenAlertIsTakenFirst() {
    for (int i = 0; i < 4; i++) {
      known.learn(new Fingerprint(i, 42), null, Severity.SEV4_LOW, NO_START, 1, i);
    }
    known.forget(new Fingerprint(3, 42));

    known.learn(new Fingerprint(9, 42), null, Severity.SEV1_CRITICAL, NO_START, 1, 20);

    assertThat(known.severityOf(new Fingerprint(0, 42), null, NO_START, 1, 20)).isNotNull();
  }

  @Test
  void alertsOfOneStormAreNotAllRefreshedAtOnce() {
    int refreshedEarly = 0;
    for (int i = 0; i < 64; i++) {
      Fingerprint print = new Fingerprint(i, (long) i << 32 | i % 16);
      known.learn(print, null, Severity.SEV4_LOW, NO_START, 1, 0);
      assertThat(known.severityOf(print, null, NO_START, 1, 600 - 75)).isNotNull();
      if (known.severityOf(print, null, NO_START, 1, 570) == null) {
        refreshedEarly++;
      }
    }

    assertThat(refreshedEarly).isBetween(10, 54);
  }

  @Test
  void sizeIsAPowerOfTwo() {
    assertThatThrownBy(() -> new KnownAlerts(100, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Labels saying(String summary) {
    return Labels.of("summary", summary);
  }

  private static void learn(KnownAlerts known, Fingerprint print, String summary, int now) {
    known.learn(print, null, Severity.SEV3_MEDIUM, NO_START, 1, now);
    known.learnTexts(print, saying(summary), now);
  }

  @Test
  void changedAnnotationsAreDueOnceAMinute() {
    learn(known, PRINT, "is 0", 0);
    List<Integer> due = new ArrayList<>();
    for (int now = 0; now < 600; now++) {
      if (known.areTextsDue(PRINT, saying("is " + now), now)) {
        due.add(now);
        learn(known, PRINT, "is " + now, now);
      }
    }

    assertThat(due).hasSize(9);
    for (int i = 1; i < due.size(); i++) {
      assertThat(due.get(i) - due.get(i - 1)).isEqualTo(60);
    }
  }

  @Test
  void changedAnnotationsOfARepeatEachMinuteAreAlwaysDue() {
    for (int second = 0; second < 60; second++) {
      learn(known, PRINT, "is 0", second);
      for (int now = second + 60; now < 550; now += 60) {
        assertThat(known.areTextsDue(PRINT, saying("is " + now), now)).as("at %s", now).isTrue();
        learn(known, PRINT, "is " + now, now);
      }
    }
  }

  @Test
  void unchangedAnnotationsAreNeverDue() {
    learn(known, PRINT, "is 0", 0);
    for (int now = 0; now < 600; now++) {
      assertThat(known.areTextsDue(PRINT, saying("is 0"), now)).isFalse();
    }
    assertThat(known.areTextsDue(new Fingerprint(8, 43), saying("is 1"), 600)).isFalse();
  }

  @Test
  void annotationsThatWereNotStoredAreDueInTheNextMinuteAgain() {
    learn(known, PRINT, "is 0", 0);

    assertThat(known.areTextsDue(PRINT, saying("is 1"), 60)).isTrue();
    assertThat(known.areTextsDue(PRINT, saying("is 1"), 61)).isFalse();
    assertThat(known.areTextsDue(PRINT, saying("is 1"), 120)).isTrue();
  }

  @Test
  void soManyAnnotationsASecondAreDueAndTheOthersInThoseThatFollow() {
    KnownAlerts few = new KnownAlerts(1 << 12, 600, 10);
    int alerts = 60;
    for (int i = 0; i < alerts; i++) {
      learn(few, new Fingerprint(i, i), "old", 0);
    }
    int stored = 0;
    for (int now = 60; now < 66; now++) {
      int ofSecond = 0;
      for (int i = 0; i < alerts; i++) {
        if (few.areTextsDue(new Fingerprint(i, i), saying("new"), now)) {
          learn(few, new Fingerprint(i, i), "new", now);
          ofSecond++;
        }
      }
      assertThat(ofSecond).isEqualTo(10);
      stored += ofSecond;
    }

    assertThat(stored).isEqualTo(alerts);
    assertThat(few.textsPutOff()).isEqualTo(50 + 40 + 30 + 20 + 10);
  }

  @Test
  void minutesOfManyAlertsBeginAtAnySecond() {
    List<Integer> begun = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Fingerprint print = new Fingerprint(i, (long) i << 32 | i % 16);
      learn(known, print, "old", 0);
      for (int now = 1; now <= 60; now++) {
        if (known.areTextsDue(print, saying("new"), now)) {
          begun.add(now);
        }
      }
      known.forget(print);
    }

    assertThat(begun).hasSize(120);
    assertThat(begun.stream().distinct()).hasSize(60);
  }
}
