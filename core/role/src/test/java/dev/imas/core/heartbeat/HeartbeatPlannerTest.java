package dev.imas.core.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.heartbeat.HeartbeatPlanner.Ids;
import dev.imas.core.heartbeat.Pulse.Verdict;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentStatus;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeartbeatPlannerTest {

  private static final Instant NOW = Instant.parse("2026-03-02T04:00:00Z");
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

  private final HeartbeatPlanner planner =
      new HeartbeatPlanner(
          Duration.ofMinutes(30),
          new Ids() {
            @Override
            public UUID incident() {
              return ID;
            }

            @Override
            public String shortId() {
              return "INC-BEAT2";
            }
          });

  private static Heartbeat heartbeat(HeartbeatState stored, @Nullable Instant failedAt) {
    return heartbeat(BeatsBy.PING, stored, failedAt);
  }

  private static Heartbeat heartbeat(
      BeatsBy by, HeartbeatState stored, @Nullable Instant failedAt) {
    return new Heartbeat(
        ID,
        "nightly backup",
        ID,
        Severity.SEV2_HIGH,
        by,
        List.of("alertname=\"Watchdog\""),
        null,
        null,
        1,
        new Pulse(
            true,
            Duration.ofHours(24),
            Duration.ofHours(1),
            NOW.minus(Duration.ofDays(9)),
            NOW.minus(Duration.ofHours(25)),
            failedAt,
            null),
        stored,
        failedAt == null ? null : "run-7",
        ID);
  }

  private static Verdict verdict(HeartbeatState state) {
    return new Verdict(state, NOW.minus(Duration.ofHours(1)), NOW);
  }

  private Incident opened() {
    return planner
        .plan(heartbeat(HeartbeatState.ALIVE, null), verdict(HeartbeatState.SILENT), null, NOW)
        .orElseThrow()
        .after();
  }

  private static Incident resolved(Incident incident, Instant at) {
    return incident.resolve("alice", at, null, null).incident();
  }

  @Test
  void silenceOpensAnIncidentThatSaysWhatWasHeardLastAndWhatIsExpected() {
    IncidentChange change =
        planner
            .plan(heartbeat(HeartbeatState.ALIVE, null), verdict(HeartbeatState.SILENT), null, NOW)
            .orElseThrow();

    assertThat(change.isNew()).isTrue();
    assertThat(change.after().title()).isEqualTo("No heartbeat: nightly backup");
    assertThat(change.after().origin()).isEqualTo(Incident.Origin.HEARTBEAT);
    assertThat(change.after().groupKey()).isEqualTo("heartbeat:" + ID);
    assertThat(change.after().clocks().detectedAt())
        .as("since when the beat is missed")
        .isEqualTo(NOW.minus(Duration.ofHours(1)));
    assertThat(change.after().description())
        .isEqualTo(
            "'nightly backup' is silent: its last beat came at 2026-03-01T03:00:00Z, 1 d 1 h"
                + " ago\n\n"
                + "A ping is expected every 1 d, with a grace of 1 h. The next beat resolves this"
                + " incident.");
  }

  @Test
  void failureOpensOneAtOnceAndNamesItsRun() {
    IncidentChange change =
        planner
            .plan(
                heartbeat(HeartbeatState.ALIVE, NOW), Verdict.of(HeartbeatState.FAILED), null, NOW)
            .orElseThrow();

    assertThat(change.after().title()).isEqualTo("Failed: nightly backup");
    assertThat(change.entries().getFirst().message()).contains("run-7");
  }

  @Test
  void anOpenIncidentStaysWhateverTheTrouble() {
    Incident open = opened();

    assertThat(
            planner.plan(
                heartbeat(HeartbeatState.SILENT, NOW),
                Verdict.of(HeartbeatState.FAILED),
                open,
                NOW))
        .isEmpty();
  }

  @Test
  void theNextBeatResolvesIt() {
    IncidentChange change =
        planner
            .plan(
                heartbeat(HeartbeatState.SILENT, null),
                verdict(HeartbeatState.ALIVE),
                opened(),
                NOW)
            .orElseThrow();

    assertThat(change.after().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(change.entries().getLast().message()).contains("It beats again");
  }

  @Test
  void switchingItOffResolvesItToo() {
    IncidentChange change =
        planner
            .plan(
                heartbeat(HeartbeatState.SILENT, null),
                Verdict.of(HeartbeatState.OFF),
                opened(),
                NOW)
            .orElseThrow();

    assertThat(change.after().status()).isEqualTo(IncidentStatus.RESOLVED);
  }

  @Test
  void whatSomebodyResolvedIsReopenedIfNothingIsHeardForLong() {
    Incident resolved = resolved(opened(), NOW);
    Heartbeat silent = heartbeat(HeartbeatState.SILENT, null);
    Verdict verdict = verdict(HeartbeatState.SILENT);

    assertThat(planner.plan(silent, verdict, resolved, NOW.plus(Duration.ofMinutes(29)))).isEmpty();
    IncidentChange change =
        planner.plan(silent, verdict, resolved, NOW.plus(Duration.ofMinutes(30))).orElseThrow();
    assertThat(change.isNew()).isFalse();
    assertThat(change.after().status().isOpen()).isTrue();
  }

  @Test
  void aSecondSilenceIsANewIncident() {
    assertThat(
            planner
                .plan(
                    heartbeat(HeartbeatState.ALIVE, null),
                    verdict(HeartbeatState.SILENT),
                    resolved(opened(), NOW),
                    NOW)
                .orElseThrow()
                .isNew())
        .isTrue();
  }

  @Test
  void looksAgainWhenSilenceCouldBegin() {
    Heartbeat ping = heartbeat(HeartbeatState.ALIVE, null);
    Heartbeat alert = heartbeat(BeatsBy.ALERT, HeartbeatState.ALIVE, null);
    Verdict alive = new Verdict(HeartbeatState.ALIVE, NOW, NOW.plus(Duration.ofHours(2)));

    assertThat(HeartbeatPlanner.nextLook(ping, alive, NOW)).contains(Duration.ofHours(2));
    assertThat(HeartbeatPlanner.nextLook(alert, alive, NOW)).contains(Duration.ofMinutes(5));
    assertThat(HeartbeatPlanner.nextLook(ping, Verdict.of(HeartbeatState.WAITING), NOW)).isEmpty();
    assertThat(HeartbeatPlanner.nextLook(ping, Verdict.of(HeartbeatState.OFF), NOW)).isEmpty();
    assertThat(HeartbeatPlanner.nextLook(ping, verdict(HeartbeatState.LATE), NOW))
        .as("no gateway has said yet that nothing came")
        .contains(Duration.ofSeconds(5));
  }
}
