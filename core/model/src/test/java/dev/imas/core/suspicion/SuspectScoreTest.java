package dev.imas.core.suspicion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.core.suspicion.SuspectChange.Gate;
import dev.imas.core.suspicion.SuspectChange.History;
import dev.imas.core.suspicion.SuspectChange.Nearness;
import dev.imas.core.suspicion.SuspectLine.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SuspectScoreTest {

  private static final Instant DETECTED = Instant.parse("2026-03-02T03:00:00Z");

  private static SuspectChange change(int id, Duration before, Nearness nearness) {
    return new SuspectChange(
        ChangeKind.DEPLOYMENT,
        new UUID(0, id),
        DETECTED.minus(before),
        nearness,
        false,
        false,
        false,
        Gate.UNKNOWN,
        History.NONE,
        false);
  }

  private static List<String> told(Suspect suspect) {
    return suspect.lines().stream()
        .map(line -> line.reason().wireName() + " " + line.points())
        .toList();
  }

  @Test
  void everyReasonIsALineAndTheScoreIsTheirSum() {
    SuspectChange worst =
        new SuspectChange(
            ChangeKind.DEPLOYMENT,
            new UUID(0, 1),
            DETECTED.minus(Duration.ofMinutes(45)),
            Nearness.SAME_SERVICE,
            true,
            true,
            true,
            Gate.OVERRIDDEN,
            new History(2, 4),
            true);

    Suspect suspect = SuspectScore.score(DETECTED, worst);

    assertThat(told(suspect))
        .containsExactly(
            "reported 40",
            "same_service 40",
            "same_environment 10",
            "age 15",
            "failed 15",
            "setting 5",
            "overridden 5",
            "history 5");
    assertThat(suspect.score()).isEqualTo(135);
    assertThat(suspect.lines().getLast().text())
        .isEqualTo(
            "2 of 4 judged changes of its service were confirmed to have caused an incident");
  }

  @Test
  void pointsForAgeAreHalvedEveryThreeQuartersOfAnHour() {
    List<Integer> points = new ArrayList<>();
    for (int minutes : new int[] {0, 45, 90, 135, 180, 240, 600}) {
      points.add(
          SuspectScore.score(DETECTED, change(1, Duration.ofMinutes(minutes), Nearness.OTHER))
              .score());
    }
    assertThat(points).containsExactly(30, 15, 8, 4, 2, 1, 0);
  }

  @Test
  void whatHappenedJustAfterTheDetectionByItsClockCountsAsThatMoment() {
    Suspect suspect =
        SuspectScore.score(DETECTED, change(1, Duration.ofMinutes(-2), Nearness.OTHER));
    assertThat(told(suspect)).containsExactly("age 30");
    assertThat(suspect.lines().getFirst().minutes()).isZero();
  }

  @Test
  void dependencyCountsHalfOfTheServiceItself() {
    assertThat(
            told(
                SuspectScore.score(DETECTED, change(1, Duration.ofHours(20), Nearness.DEPENDENCY))))
        .containsExactly("dependency 20");
  }

  @Test
  void gateIsALineOnlyWhereItSaidSomethingAgainstTheChange() {
    List<List<String>> lines = new ArrayList<>();
    for (Gate gate : Gate.values()) {
      SuspectChange old = change(1, Duration.ofHours(20), Nearness.OTHER);
      lines.add(
          told(
              SuspectScore.score(
                  DETECTED,
                  new SuspectChange(
                      old.kind(),
                      old.id(),
                      old.at(),
                      old.nearness(),
                      false,
                      false,
                      false,
                      gate,
                      History.NONE,
                      false))));
    }
    assertThat(lines)
        .containsExactly(List.of(), List.of(), List.of("overridden 5"), List.of("ungated 5"));
  }

  @Test
  void historyNeedsMoreThanOneCaseToWeighMuch() {
    List<Integer> points = new ArrayList<>();
    for (History history :
        List.of(
            History.NONE,
            new History(0, 9),
            new History(1, 1),
            new History(1, 10),
            new History(3, 3),
            new History(50, 50))) {
      SuspectChange old = change(1, Duration.ofHours(20), Nearness.OTHER);
      points.add(
          SuspectScore.score(
                  DETECTED,
                  new SuspectChange(
                      old.kind(),
                      old.id(),
                      old.at(),
                      old.nearness(),
                      false,
                      false,
                      false,
                      Gate.UNKNOWN,
                      history,
                      false))
              .score());
    }
    assertThat(points).containsExactly(0, 0, 5, 1, 9, 14);
  }

  @Test
  void tenAreKeptTheLaterOfTwoThatAreAsSuspectFirst() {
    List<SuspectChange> changes = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      changes.add(change(i, Duration.ofHours(10).plusMinutes(i), Nearness.SAME_SERVICE));
    }
    changes.add(change(99, Duration.ofHours(10), Nearness.OTHER));
    for (int order = 0; order < 5; order++) {
      Collections.shuffle(changes, new Random(order));
      assertThat(SuspectScore.rank(DETECTED, changes))
          .extracting(one -> one.change().id().getLeastSignificantBits())
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
  }

  @Test
  void whatHasNoPointsIsNoSuspect() {
    assertThat(
            SuspectScore.rank(DETECTED, List.of(change(1, Duration.ofHours(20), Nearness.OTHER))))
        .isEmpty();
  }

  @Test
  void scoreThatIsNotTheSumOfItsLinesIsRefused() {
    SuspectChange any = change(1, Duration.ofMinutes(1), Nearness.OTHER);
    assertThatThrownBy(() -> new Suspect(any, 41, List.of(SuspectLine.of(Reason.SAME_SERVICE, 40))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
