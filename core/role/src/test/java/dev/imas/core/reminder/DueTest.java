package dev.imas.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DueTest {

  private static final Instant CALLED = Instant.parse("2026-03-01T10:00:00Z");
  private static final ReminderConfig CONFIG =
      new ReminderConfig(
          Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(1), Duration.ofHours(1));

  @Test
  void itIsDueTenMinutesAfterTheLastCallAndNotBefore() {
    assertThat(after(Duration.ofMinutes(10))).isEqualTo(new Due.Now(Duration.ofMinutes(10)));
    assertThat(after(Duration.ofMinutes(9)))
        .isEqualTo(new Due.Later(CALLED.plus(Duration.ofMinutes(10))));
  }

  @Test
  void aDayAfterTheLastCallASev3IsOver() {
    Instant last = CALLED.plus(Duration.ofDays(1)).minusSeconds(60);
    assertThat(sev3(null, last)).isInstanceOf(Due.Now.class);
    assertThat(sev3(last, CALLED.plus(Duration.ofDays(1)))).isEqualTo(new Due.Over());
  }

  /** It was hidden when its last reminder was due, so that one is still to come. */
  @Test
  void aSev3ThatWasHiddenForLongerIsHeardOfOnce() {
    Instant shown = CALLED.plus(Duration.ofDays(3));
    assertThat(sev3(null, shown)).isEqualTo(new Due.Now(Duration.ofDays(3)));
    assertThat(sev3(CALLED.plus(Duration.ofHours(2)), shown)).isInstanceOf(Due.Now.class);
    assertThat(sev3(shown, shown.plusSeconds(900))).isEqualTo(new Due.Over());
  }

  /** SCH-02: never silent for good while a SEV1 or SEV2 is open. */
  @Test
  void aSev1OrSev2GoesOnOnceAnHour() {
    Instant now = CALLED.plus(Duration.ofDays(9));
    for (Severity severity : List.of(Severity.SEV1_CRITICAL, Severity.SEV2_HIGH)) {
      assertThat(of(IncidentStatus.TRIGGERED, severity, false, null, now))
          .isEqualTo(new Due.Now(Duration.ofDays(9)));
      Instant reminded = now.minus(Duration.ofMinutes(59));
      assertThat(of(IncidentStatus.TRIGGERED, severity, false, reminded, now))
          .isEqualTo(new Due.Later(reminded.plus(Duration.ofHours(1))));
      assertThat(of(IncidentStatus.TRIGGERED, severity, false, now.minus(Duration.ofHours(1)), now))
          .isInstanceOf(Due.Now.class);
    }
  }

  @Test
  void whereThereAreNoneThereAreNoneLaterEither() {
    ReminderConfig off =
        new ReminderConfig(
            Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ZERO, Duration.ofHours(1));
    assertThat(
            Due.of(
                IncidentStatus.TRIGGERED,
                Severity.SEV1_CRITICAL,
                false,
                CALLED,
                null,
                CALLED.plus(Duration.ofDays(2)),
                off))
        .isEqualTo(new Due.Over());
  }

  /** Its steps call people. When it ends without an answer, reminders follow ten minutes later. */
  @Test
  void beneathAnEscalationItIsLookedAtAgain() {
    Instant now = CALLED.plus(Duration.ofDays(3));
    assertThat(of(IncidentStatus.TRIGGERED, Severity.SEV1_CRITICAL, true, null, now))
        .isEqualTo(new Due.Later(now.plus(Duration.ofMinutes(10))));
  }

  /** Otherwise nobody would be reminded until the clock is there again. */
  @Test
  void timesThatLieAheadHoldNothingBack() {
    Instant now = CALLED.minus(Duration.ofHours(1));
    Severity sev1 = Severity.SEV1_CRITICAL;
    assertThat(of(IncidentStatus.TRIGGERED, sev1, false, null, now)).isEqualTo(new Due.Now(null));
    assertThat(of(IncidentStatus.TRIGGERED, sev1, false, now.plusSeconds(1800), now))
        .isEqualTo(new Due.Now(null));
    Instant rarely = CALLED.plus(Duration.ofDays(2));
    assertThat(of(IncidentStatus.TRIGGERED, sev1, false, rarely.plusSeconds(1800), rarely))
        .isEqualTo(new Due.Now(Duration.ofDays(2)));
  }

  @Test
  void byFiveMinutesClocksMayDiffer() {
    assertThat(after(Duration.ofMinutes(-5)))
        .isEqualTo(new Due.Later(CALLED.plus(Duration.ofMinutes(10))));
    assertThat(after(Duration.ofSeconds(-301))).isEqualTo(new Due.Now(null));
  }

  /** Processes whose clocks differ move each other's reminders. */
  @Test
  void noReminderFollowsAnotherSooner() {
    Instant reminded = CALLED.plus(Duration.ofMinutes(10));
    for (Instant now :
        List.of(reminded.plus(Duration.ofMinutes(14)), CALLED.minus(Duration.ofHours(1)))) {
      Instant last = now.minus(Duration.ofMinutes(14));
      assertThat(of(IncidentStatus.TRIGGERED, Severity.SEV1_CRITICAL, false, last, now))
          .isEqualTo(new Due.Later(now.plus(Duration.ofMinutes(1))));
    }
  }

  @Test
  void whatSomebodyHasTakenOnIsOver() {
    for (IncidentStatus status : IncidentStatus.values()) {
      if (status != IncidentStatus.TRIGGERED) {
        assertThat(
                of(
                    status,
                    Severity.SEV1_CRITICAL,
                    false,
                    null,
                    CALLED.plus(Duration.ofMinutes(10))))
            .isEqualTo(new Due.Over());
      }
    }
  }

  private static Due after(Duration time) {
    return of(IncidentStatus.TRIGGERED, Severity.SEV1_CRITICAL, false, null, CALLED.plus(time));
  }

  private static Due sev3(@Nullable Instant reminded, Instant now) {
    return of(IncidentStatus.TRIGGERED, Severity.SEV3_MEDIUM, false, reminded, now);
  }

  private static Due of(
      IncidentStatus status,
      Severity severity,
      boolean isEscalated,
      @Nullable Instant reminded,
      Instant now) {
    return Due.of(status, severity, isEscalated, CALLED, reminded, now, CONFIG);
  }
}
