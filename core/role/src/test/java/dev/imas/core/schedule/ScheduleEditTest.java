package dev.imas.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.oncall.Absences;
import dev.imas.core.oncall.Cadence;
import dev.imas.core.oncall.Interval;
import dev.imas.core.oncall.Layer;
import dev.imas.core.oncall.Rotation;
import dev.imas.core.oncall.Schedule;
import dev.imas.core.oncall.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A changed schedule leaves tonight's person alone, unless the rotation itself is another. */
class ScheduleEditTest {

  private static final UUID ALICE = new UUID(0, 1);
  private static final UUID BOB = new UUID(0, 2);
  private static final UUID CAROL = new UUID(0, 3);
  private static final UUID DAVE = new UUID(0, 4);

  /** The third turn. */
  private static final Instant WEDNESDAY = Instant.parse("2026-01-07T12:00:00Z");

  private static Layer layer(String name, String start, UUID... people) {
    return Layer.of(
        name,
        Rotation.of(
            ZoneOffset.UTC,
            LocalDateTime.parse(start),
            Cadence.DAILY,
            List.of(people).stream().map(List::of).toList()));
  }

  private static List<UUID> nextThree(List<Layer> layers) {
    Interval days = new Interval(WEDNESDAY, WEDNESDAY.plus(Duration.ofDays(3)));
    return new Schedule(layers, List.of(), Absences.NONE)
        .shifts(days).stream().map(Shift::person).limit(3).toList();
  }

  private static final List<Layer> BEFORE = List.of(layer("main", "2026-01-05T00:00", ALICE, BOB));

  @Test
  void aLayerOfTheSameNameAndRotationGoesOn() {
    List<Layer> after =
        ScheduleEdit.apply(
            BEFORE, List.of(layer("main", "2026-01-05T00:00", CAROL, ALICE, BOB)), WEDNESDAY);
    assertThat(nextThree(after)).containsExactly(ALICE, BOB, CAROL);
    assertThat(after.getFirst().rotation().slots())
        .as("as they were written")
        .containsExactly(List.of(CAROL), List.of(ALICE), List.of(BOB));
  }

  @Test
  void aLayerWithAnotherStartBeginsAnew() {
    assertThat(
            nextThree(
                ScheduleEdit.apply(
                    BEFORE,
                    List.of(layer("main", "2026-01-06T00:00", CAROL, ALICE, BOB)),
                    WEDNESDAY)))
        .containsExactly(ALICE, BOB, CAROL);
  }

  @Test
  void aLayerOfAnotherNameBeginsAnew() {
    assertThat(
            nextThree(
                ScheduleEdit.apply(
                    BEFORE,
                    List.of(layer("other", "2026-01-05T00:00", CAROL, ALICE, BOB)),
                    WEDNESDAY)))
        .containsExactly(BOB, CAROL, ALICE);
  }

  @Test
  void writingTheSameAgainChangesNothing() {
    List<Layer> once =
        ScheduleEdit.apply(
            BEFORE, List.of(layer("main", "2026-01-05T00:00", BOB, CAROL, ALICE)), WEDNESDAY);
    Instant later = WEDNESDAY.plus(Duration.ofHours(3));
    List<Layer> twice =
        ScheduleEdit.apply(
            once, List.of(layer("main", "2026-01-05T00:00", BOB, CAROL, ALICE)), later);
    assertThat(twice).isEqualTo(once);
  }

  @Test
  void rotatingPassesOnTheNamedLayerAlone() {
    List<Layer> two =
        List.of(
            layer("main", "2026-01-05T00:00", ALICE, BOB),
            layer("other", "2026-01-05T00:00", CAROL, BOB));
    List<Layer> after = ScheduleEdit.rotate(two, "main", WEDNESDAY);
    assertThat(after.get(1)).isEqualTo(two.get(1));
    assertThat(nextThree(List.of(after.getFirst()))).containsExactly(BOB, ALICE, BOB);
  }

  @Test
  void layersAreReadAsTheyAreStored() {
    assertThat(StoredLayers.read(StoredLayers.write(BEFORE))).isEqualTo(BEFORE);
  }

  private static List<Layer> handedOver(UUID leaving, Optional<UUID> chosen, List<Layer> layers) {
    return ScheduleEdit.handOver(layers, leaving, chosen, chosen, WEDNESDAY);
  }

  @Test
  void aSuccessorTakesEveryTurnOfWhoLeavesAtTheSameTimes() {
    List<Layer> before = List.of(layer("main", "2026-01-05T00:00", ALICE, BOB, CAROL));
    assertThat(nextThree(before)).containsExactly(CAROL, ALICE, BOB);

    assertThat(nextThree(handedOver(CAROL, Optional.of(DAVE), before)))
        .containsExactly(DAVE, ALICE, BOB);
    assertThat(nextThree(handedOver(BOB, Optional.of(DAVE), before)))
        .containsExactly(CAROL, ALICE, DAVE);
    assertThat(handedOver(DAVE, Optional.of(ALICE), before)).isEqualTo(before);
  }

  @Test
  void withoutASuccessorTheOrderClosesUpAndTheTurnOfNowPassesToTheNext() {
    List<Layer> before = List.of(layer("main", "2026-01-05T00:00", ALICE, BOB, CAROL));

    assertThat(nextThree(handedOver(CAROL, Optional.empty(), before)))
        .containsExactly(ALICE, BOB, ALICE);
    assertThat(nextThree(handedOver(BOB, Optional.empty(), before)))
        .containsExactly(CAROL, ALICE, CAROL);
  }

  @Test
  void whereNobodyWouldBeLeftTheLastResortTakesTheTurnsOrNothingChanges() {
    List<Layer> before = List.of(layer("main", "2026-01-05T00:00", ALICE));

    assertThat(
            nextThree(
                ScheduleEdit.handOver(
                    before, ALICE, Optional.empty(), Optional.of(DAVE), WEDNESDAY)))
        .containsExactly(DAVE, DAVE, DAVE);
    assertThat(handedOver(ALICE, Optional.empty(), before)).isEqualTo(before);
  }

  @Test
  void whoIsOnCallTogetherWithTheSuccessorIsThereOnce() {
    Rotation pair =
        Rotation.of(
            ZoneOffset.UTC,
            LocalDateTime.parse("2026-01-05T00:00"),
            Cadence.DAILY,
            List.of(List.of(ALICE, BOB)));

    assertThat(
            handedOver(ALICE, Optional.of(BOB), List.of(Layer.of("main", pair)))
                .getFirst()
                .rotation()
                .slots())
        .containsExactly(List.of(BOB));
  }
}
