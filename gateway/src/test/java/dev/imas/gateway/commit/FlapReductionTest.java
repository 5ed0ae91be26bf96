package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlapReductionTest {

  private static final UUID TENANT = new UUID(0, 1);
  private static final long RECEIVED = 10_000_000;

  private static AlertEvent event(boolean firing, Severity severity, long starts, long observed) {
    IncomingAlert alert =
        new IncomingAlert(
            firing,
            false,
            "flap",
            false,
            Labels.of("alertname", "flap"),
            Labels.EMPTY,
            Labels.EMPTY,
            Fingerprint.of(TENANT),
            severity,
            starts,
            IncomingAlert.NONE,
            observed,
            0,
            0);
    Routing routing = new Routing(TENANT, severity, "group", 0, Routing.NO_RULE, (short) 0);
    return AlertEvent.routed(alert, routing, 1, a -> routing);
  }

  private static AlertEvent fires() {
    return event(true, Severity.SEV3_MEDIUM, IncomingAlert.NONE, RECEIVED);
  }

  private static AlertEvent recovers() {
    return event(false, Severity.SEV3_MEDIUM, IncomingAlert.NONE, RECEIVED);
  }

  private static AlertEvent at(boolean firing, long starts, long observed) {
    return event(firing, Severity.SEV3_MEDIUM, starts, observed);
  }

  /** The events of one body. */
  private static Deque<AlertEvent> body(AlertEvent... events) {
    new Submission(
        UUID.randomUUID(),
        TENANT,
        TENANT,
        "test",
        List.of(events),
        List.of(),
        new byte[0],
        RECEIVED);
    return new ArrayDeque<>(List.of(events));
  }

  private static List<AlertEvent> folded(Deque<AlertEvent> waiting) {
    FlapReduction.fold(waiting);
    return List.copyOf(waiting);
  }

  @Test
  void lastFiringAndLastRecoveryOfABodySpeakForAll() {
    AlertEvent lastRecovery = recovers();
    AlertEvent lastFiring = fires();
    Deque<AlertEvent> waiting =
        body(fires(), recovers(), fires(), recovers(), fires(), lastRecovery, lastFiring);
    List<AlertEvent> all = List.copyOf(waiting);

    List<AlertEvent> told = folded(waiting);

    assertThat(told).containsExactly(lastRecovery, lastFiring);
    assertThat(new BatchRow(lastFiring).count()).isEqualTo(4);
    assertThat(new BatchRow(lastRecovery).count()).isEqualTo(3);
    assertThat(new BatchRow(lastFiring).events)
        .doesNotContainAnyElementsOf(new BatchRow(lastRecovery).events);
    assertThat(all)
        .containsAll(new BatchRow(lastFiring).events)
        .containsAll(new BatchRow(lastRecovery).events);
  }

  @Test
  void timesThatTheSenderTellsCountMoreThanPlaces() {
    AlertEvent newestFiring = at(true, IncomingAlert.NONE, 5_000);
    AlertEvent newestRecovery = at(false, IncomingAlert.NONE, 4_000);

    assertThat(
            folded(
                body(
                    newestFiring,
                    newestRecovery,
                    at(true, IncomingAlert.NONE, 3_000),
                    at(false, IncomingAlert.NONE, 2_000))))
        .containsExactly(newestRecovery, newestFiring);
  }

  @Test
  void ofTwoAtOnceTheRecoveryIsTheLast() {
    AlertEvent recovery = at(false, IncomingAlert.NONE, 5_000);
    AlertEvent firing = at(true, IncomingAlert.NONE, 5_000);

    assertThat(folded(body(recovery, firing))).containsExactly(firing, recovery);
  }

  @Test
  void newestEpisodeIsTheLastWhateverItsPlace() {
    AlertEvent newest = at(true, 3_000, RECEIVED);
    AlertEvent recovery = at(false, 2_000, 9_000);

    assertThat(folded(body(newest, at(true, 2_000, RECEIVED), recovery, at(true, 1_000, RECEIVED))))
        .containsExactly(recovery, newest);
  }

  @Test
  void severeOneIsNotHiddenByWhatFollows() {
    AlertEvent severe = event(true, Severity.SEV1_CRITICAL, IncomingAlert.NONE, RECEIVED);
    AlertEvent recovery = recovers();
    AlertEvent mild = fires();

    assertThat(folded(body(fires(), severe, recovery, mild)))
        .containsExactly(severe, recovery, mild);
  }

  @Test
  void bodiesAreFoldedEachForItself() {
    Deque<AlertEvent> waiting = body(fires(), fires());
    waiting.addAll(body(fires(), recovers(), fires()));
    List<AlertEvent> before = List.copyOf(waiting);

    assertThat(folded(waiting)).containsExactly(before.get(1), before.get(3), before.get(4));
  }

  @Test
  void foldedTwiceEachIsCountedOnce() {
    Deque<AlertEvent> waiting = body(fires(), recovers(), fires(), recovers(), fires());
    AlertEvent last = waiting.peekLast();
    Deque<AlertEvent> first = new ArrayDeque<>();
    while (waiting.size() > 1) {
      first.add(waiting.removeFirst());
    }
    FlapReduction.fold(first);
    first.add(last);
    FlapReduction.fold(first);

    assertThat(first).hasSize(2).last().isSameAs(last);
    assertThat(first.stream().mapToInt(event -> new BatchRow(event).count()).sum()).isEqualTo(5);
  }

  @Test
  void whatCannotBeFoldedIsNotLookedAtForEachEvent() {
    int looks = 0;
    for (int waiting = 1; waiting <= 20_000; waiting++) {
      looks += FlapReduction.areMany(waiting) ? 1 : 0;
    }

    assertThat(FlapReduction.areMany(FlapReduction.MOST_WAITING)).isTrue();
    assertThat(looks).isEqualTo(10);
  }
}
