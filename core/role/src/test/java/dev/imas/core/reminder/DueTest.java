package dev.imas.core.reminder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.IncidentStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueTest {

  private static final Instant CALLED = Instant.parse("2026-03-01T10:00:00Z");
  private static final ReminderConfig CONFIG =
      new ReminderConfig(Duration.ofMinutes(10), Duration.ofMinutes(15), Duration.ofDays(1));

  @Test
  void itIsDueTenMinutesAfterTheLastCallAndNotBefore() {
    assertThat(after(Duration.ofMinutes(10))).isEqualTo(new Due.Now(Duration.ofMinutes(10)));
    assertThat(after(Duration.ofMinutes(9)))
        .isEqualTo(new Due.Later(CALLED.plus(Duration.ofMinutes(10))));
  }

  @Test
  void aDayAfterTheLastCallItIsOver() {
    assertThat(after(Duration.ofDays(1).minusSeconds(1))).isInstanceOf(Due.Now.class);
    assertThat(after(Duration.ofDays(1))).isEqualTo(new Due.Over());
  }

  /** Its steps call people. When it ends without an answer, reminders follow ten minutes later. */
  @Test
  void beneathAnEscalationItIsLookedAtAgain() {
    Instant now = CALLED.plus(Duration.ofDays(3));
    assertThat(Due.of(IncidentStatus.TRIGGERED, true, CALLED, now, CONFIG))
        .isEqualTo(new Due.Later(now.plus(Duration.ofMinutes(10))));
  }

  @Test
  void whatSomebodyHasTakenOnIsOver() {
    for (IncidentStatus status : IncidentStatus.values()) {
      if (status != IncidentStatus.TRIGGERED) {
        assertThat(Due.of(status, false, CALLED, CALLED.plus(Duration.ofMinutes(10)), CONFIG))
            .isEqualTo(new Due.Over());
      }
    }
  }

  private static Due after(Duration time) {
    return Due.of(IncidentStatus.TRIGGERED, false, CALLED, CALLED.plus(time), CONFIG);
  }
}
