package dev.imas.core.regime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.regime.DutyEvent.Stated;
import dev.imas.core.regime.DutyEvent.Submitted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DutyRemindersTest {

  private static final Instant AWARE = Instant.parse("2026-06-01T10:00:00Z");
  private static final Duration JUST_MISSED = Duration.ofNanos(1_000);

  private static List<Duration> reminders(StageStatus stage, int count) {
    List<Duration> all = new ArrayList<>();
    Instant at = stage.nextReminder(AWARE);
    while (at != null && all.size() < count) {
      all.add(Duration.between(AWARE, at));
      at = stage.nextReminder(at);
    }
    return all;
  }

  private static StageStatus gdpr(DutyEvent... more) {
    List<DutyEvent> events = new ArrayList<>(List.of(new Stated(LegalFact.AWARE, AWARE)));
    events.addAll(List.of(more));
    return Duty.of(
            Regimes.shipped().find("gdpr-33").orElseThrow().versions().getFirst(),
            ZoneOffset.UTC,
            events)
        .stage("notification");
  }

  @Test
  void comeAfterOneThirdTwoThirdsAndElevenTwelfthsThenHourlyThenDaily() {
    List<Duration> expected = new ArrayList<>();
    for (int hours : new int[] {24, 48, 66}) {
      expected.add(Duration.ofHours(hours));
    }
    for (int hours : new int[] {72, 73, 74, 75, 76, 77, 78, 96, 120, 144}) {
      expected.add(Duration.ofHours(hours).plus(JUST_MISSED));
    }
    assertThat(reminders(gdpr(), 13)).isEqualTo(expected);
  }

  @Test
  void endWithProof() {
    assertThat(gdpr(new Submitted("notification", AWARE.plusSeconds(60))).nextReminder(AWARE))
        .isNull();
  }

  @Test
  void thoseThatHavePassedAreLeftOut() {
    assertThat(gdpr().nextReminder(AWARE.plus(Duration.ofHours(50))))
        .isEqualTo(AWARE.plus(Duration.ofHours(66)));
    assertThat(gdpr().nextReminder(AWARE.plus(Duration.ofDays(30))))
        .isEqualTo(AWARE.plus(Duration.ofHours(72)).plus(Duration.ofDays(27)).plus(JUST_MISSED));
  }

  @Test
  void stageWithoutItsAnchorHasNone() {
    StageStatus final_ =
        Duty.of(
                Regimes.shipped().find("nis2-23").orElseThrow().versions().getFirst(),
                ZoneOffset.UTC,
                List.of(new Stated(LegalFact.AWARE, AWARE)))
            .stage("final_report");
    assertThat(final_.nextReminder(AWARE)).isNull();
    assertThat(final_.limit().pieces().getFirst().term().anchor()).isEqualTo(Anchor.SUBMISSION);
  }
}
