package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.decode.IncomingAlert;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitQueueTest {

  private static final UUID STORMING = new UUID(0, 100);
  private static final long MS = Duration.ofMillis(1).toNanos();

  private final Map<UUID, Integer> weights = new HashMap<>();
  private long now;
  private final CommitQueue queue =
      new CommitQueue(tenant -> weights.getOrDefault(tenant, 1), () -> now);
  private int names;

  private static UUID quiet(int number) {
    return new UUID(0, number);
  }

  /** A request with that many alerts, all of them new. */
  private Submission add(UUID tenant, int alerts) {
    List<AlertEvent> events = new ArrayList<>();
    for (int i = 0; i < alerts; i++) {
      events.add(event(tenant, "alert " + names++, true));
    }
    return add(tenant, events);
  }

  private Submission add(UUID tenant, List<AlertEvent> events) {
    Submission submission =
        new Submission(
            UUID.randomUUID(), tenant, tenant, "test", events, List.of(), new byte[0], 1_000);
    queue.add(submission);
    return submission;
  }

  private Submission addUrgent(UUID tenant, int alerts) {
    List<AlertEvent> events = new ArrayList<>();
    for (int i = 0; i < alerts; i++) {
      events.add(event(tenant, "urgent " + names++, true, Severity.SEV1_CRITICAL));
    }
    return add(tenant, events);
  }

  private Submission addLetter(UUID tenant) {
    DeadLetter letter =
        new DeadLetter(
            UUID.randomUUID(), "body", false, "test", "", "why", null, Buffer.buffer(), 0);
    Submission submission =
        new Submission(
            UUID.randomUUID(),
            tenant,
            tenant,
            "test",
            List.of(),
            List.of(letter),
            new byte[0],
            1_000);
    queue.add(submission);
    return submission;
  }

  private static AlertEvent event(UUID tenant, String name, boolean firing) {
    return event(tenant, name, firing, Severity.SEV3_MEDIUM);
  }

  private static AlertEvent event(UUID tenant, String name, boolean firing, Severity severity) {
    Fingerprint fingerprint =
        Fingerprint.of(UUID.nameUUIDFromBytes((tenant + name).getBytes(StandardCharsets.UTF_8)));
    IncomingAlert alert =
        new IncomingAlert(
            firing,
            false,
            name,
            false,
            Labels.of("alertname", name),
            Labels.EMPTY,
            Labels.EMPTY,
            fingerprint,
            severity,
            IncomingAlert.NONE,
            IncomingAlert.NONE,
            1_000,
            0,
            0);
    Routing routing = new Routing(tenant, severity, "group", 0, Routing.NO_RULE, (short) 0);
    return AlertEvent.routed(alert, routing, 1, a -> routing);
  }

  private static Map<UUID, Integer> rowsByTenant(Batch batch) {
    Map<UUID, Integer> rows = new HashMap<>();
    for (BatchRow row : batch.allRows()) {
      rows.merge(row.tenant, 1, Integer::sum);
    }
    return rows;
  }

  private Batch next(int mostRows) {
    return queue.next(mostRows);
  }

  @Test
  void oneTenantFillsTheBatchAlone() {
    add(STORMING, 250);

    assertThat(next(100).rows()).isEqualTo(100);
    assertThat(next(100).rows()).isEqualTo(100);
    assertThat(next(100).rows()).isEqualTo(50);
    assertThat(queue.isEmpty()).isTrue();
  }

  /** An alert that fires, recovers, fires, … */
  private Submission addFlaps(UUID tenant, String name, int count) {
    List<AlertEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(tenant, name, i % 2 == 0));
    }
    return add(tenant, events);
  }

  @Test
  void nobodyWaitsBehindAnAlertThatFlapsThousandsOfTimesInOneBody() {
    addFlaps(STORMING, "flap", 20_000);
    Submission behind = add(STORMING, 10);

    Batch batch = next(2_000);

    assertThat(batch.rows()).isEqualTo(11);
    assertThat(batch.allRows()).flatExtracting(row -> row.events).containsAll(behind.events());
    assertThat(queue.size()).as("what can go with the next batch").isEqualTo(1);
    add(STORMING, 5);
    assertThat(next(2_000).rows()).isEqualTo(6);
  }

  @Test
  void thousandsOfFlapsInOneBodyAreAFewBatches() {
    Submission flaps = addFlaps(STORMING, "flap", 20_000);
    List<AlertEvent> gone = new ArrayList<>();
    int batches = 0;
    AlertEvent last = null;
    while (!queue.isEmpty()) {
      BatchRow row = next(2_000).allRows().getFirst();
      gone.addAll(row.events);
      last = row.newest;
      batches++;
    }

    assertThat(batches).isLessThan(FlapReduction.MOST_WAITING + 3);
    assertThat(gone).hasSize(20_000);
    // By identity: AssertJ would compare each with each.
    Set<AlertEvent> once = Collections.newSetFromMap(new IdentityHashMap<>());
    once.addAll(gone);
    assertThat(once.size()).isEqualTo(20_000);
    assertThat(once.containsAll(flaps.events())).isTrue();
    assertThat(last).isSameAs(flaps.events().getLast());
  }

  @Test
  void flapsGoInTheirOrderAndWhatComesLaterOfTheSameAlertComesLater() {
    List<AlertEvent> sent = new ArrayList<>(addFlaps(STORMING, "flap", 20).events());
    List<AlertEvent> gone = new ArrayList<>();
    while (!queue.isEmpty()) {
      Batch batch = next(100);
      assertThat(batch.rows()).isEqualTo(1);
      gone.addAll(batch.allRows().getFirst().events);
      if (gone.size() == 7) {
        sent.addAll(addFlaps(STORMING, "flap", 3).events());
      }
    }

    assertThat(gone).containsExactlyElementsOf(sent);
  }

  @Test
  void whatIsPutBackGoesBeforeWhatIsBehindIt() {
    List<AlertEvent> sent = addFlaps(STORMING, "flap", 3).events();
    assertThat(next(100).allRows().getFirst().events).containsExactly(sent.get(0));

    queue.putBack(List.of(sent.get(0)));

    assertThat(next(100).allRows().getFirst().events).containsExactly(sent.get(0));
    assertThat(next(100).allRows().getFirst().events).containsExactly(sent.get(1));
    assertThat(next(100).allRows().getFirst().events).containsExactly(sent.get(2));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void moreFlappingAlertsThanFitTakeTurns() {
    for (int i = 0; i < 4; i++) {
      addFlaps(STORMING, "flap " + i, 3);
    }
    List<AlertEvent> gone = new ArrayList<>();
    while (!queue.isEmpty()) {
      Batch batch = next(3);
      assertThat(batch.rows()).isBetween(1, 3);
      batch.allRows().forEach(row -> gone.addAll(row.events));
    }

    assertThat(gone).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void flapsThatEndedAreGone() {
    Submission flaps = addFlaps(STORMING, "flap", 50);
    next(100);
    flaps.fail(new CommitFailure(CommitFailure.Reason.TRANSACTION_FAILED, "gone"));

    queue.removeEnded();

    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void nobodyWaitsBehindTheStormOfAnother() {
    for (int i = 0; i < 50; i++) {
      add(STORMING, 1_000);
    }
    List<Submission> late = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      late.add(add(quiet(i), 5));
    }

    Map<UUID, Integer> rows = rowsByTenant(next(100));

    for (int i = 0; i < 9; i++) {
      assertThat(rows).containsEntry(quiet(i), 5);
      assertThat(late.get(i).isSent()).isTrue();
    }
    assertThat(rows).as("and what they leave is the storm's").containsEntry(STORMING, 55);
  }

  @Test
  void tenantsThatAllStormGetRowsByWeight() {
    weights.put(quiet(1), 3);
    add(quiet(1), 1_000);
    add(quiet(2), 1_000);

    Map<UUID, Integer> rows = rowsByTenant(next(100));

    assertThat(rows).containsEntry(quiet(1), 75).containsEntry(quiet(2), 25);
  }

  @Test
  void moreTenantsThanRowsTakeTurnsFromBatchToBatch() {
    for (int i = 0; i < 30; i++) {
      add(quiet(i), 2);
    }

    List<UUID> first = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      first.addAll(rowsByTenant(next(10)).keySet());
    }

    assertThat(first).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void theSevereGoBeforeTheRestOfTheirTenant() {
    add(STORMING, 500);
    Submission severe = addUrgent(STORMING, 5);

    Batch batch = next(10);

    assertThat(severe.isSent()).isTrue();
    assertThat(batch.allRows().stream().filter(r -> r.newest.submission() == severe)).hasSize(5);
  }

  @Test
  void theSevereWaitForTheSevereOnly() {
    add(STORMING, 2_000);
    next(100);
    now += 20 * MS;
    next(100);
    addUrgent(STORMING, 400);

    assertThat(queue.expectedWaitNanos(STORMING, true, 100)).isEqualTo(80 * MS);
    assertThat(queue.expectedWaitNanos(STORMING, false, 100)).isEqualTo(440 * MS);
  }

  @Test
  void whatCannotBeFoldedStaysInOrderBehindItsOwn() {
    AlertEvent fires = event(STORMING, "flaps", true);
    AlertEvent recovers = event(STORMING, "flaps", false);
    AlertEvent firesAgain = event(STORMING, "flaps", true);
    add(STORMING, List.of(fires, recovers, firesAgain));
    add(quiet(1), 1);

    assertThat(next(100).allRows()).hasSize(2).anyMatch(row -> row.newest == fires);
    assertThat(next(100).allRows()).singleElement().matches(row -> row.newest == recovers);
    assertThat(next(100).allRows()).singleElement().matches(row -> row.newest == firesAgain);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void whatIsPutBackGoesFirst() {
    Submission first = add(STORMING, 10);
    next(10);
    add(STORMING, 10);

    queue.putBack(first.events());

    assertThat(next(10).allRows()).allMatch(row -> row.newest.submission() == first);
  }

  @Test
  void deadLettersOfOneTenantDoNotDelayThoseOfAnother() {
    for (int i = 0; i < 100; i++) {
      addLetter(STORMING);
    }
    Submission mine = addLetter(quiet(1));

    assertThat(next(10).extras()).hasSize(10).contains(mine);
  }

  @Test
  void lateOnesAreFoundInEveryQueue() {
    Submission sent = add(STORMING, 20);
    next(10);
    Submission waits = add(STORMING, 1);
    Submission others = add(quiet(1), 1);

    long later = System.nanoTime() + Duration.ofHours(1).toNanos();
    assertThat(queue.waitingLongerThan(MS, later, 10))
        .containsExactlyInAnyOrder(waits, others)
        .doesNotContain(sent);
    assertThat(queue.waitingLongerThan(Duration.ofHours(2).toNanos(), later, 10)).isEmpty();
  }

  @Test
  void whoKeepsWithinHisPartMayWaitThreeTimesAsLongBesideAStorm() {
    Submission storming = add(STORMING, 20);
    Submission modest = add(quiet(1), 1);
    long later = System.nanoTime() + Duration.ofMinutes(2).toNanos();

    assertThat(queue.waitingLongerThan(Duration.ofMinutes(1).toNanos(), later, 10))
        .containsExactly(storming);
    assertThat(queue.waitingLongerThan(Duration.ofSeconds(30).toNanos(), later, 10))
        .containsExactlyInAnyOrder(storming, modest);
  }

  @Test
  void whatHasEndedIsDroppedAndItsQueueTakesNoTurn() {
    Submission ended = add(STORMING, 3);
    add(quiet(1), 1);
    ended.fail(new CommitFailure(CommitFailure.Reason.WAITED_TOO_LONG, "late"));

    queue.removeEnded();

    assertThat(queue.size()).isEqualTo(1);
    assertThat(rowsByTenant(next(10))).containsOnlyKeys(quiet(1));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void everythingIsDrained() {
    Submission one = add(STORMING, 3);
    Submission two = addLetter(quiet(1));

    assertThat(queue.drain()).containsExactlyInAnyOrder(one, two);
    assertThat(queue.isEmpty()).isTrue();
    add(STORMING, 1);
    assertThat(next(10).rows()).isEqualTo(1);
  }

  @Test
  void theExpectedWaitIsThatOfOnesOwnQueue() {
    add(STORMING, 2_000);
    add(quiet(1), 1);
    next(100);
    now += 20 * MS; // 100 rows take 20 ms.
    next(100);
    add(quiet(1), 1);

    assertThat(queue.expectedWaitNanos(STORMING, false, 100)).isBetween(300 * MS, 400 * MS);
    assertThat(queue.expectedWaitNanos(quiet(1), false, 100)).isZero();
    assertThat(queue.expectedWaitNanos(quiet(2), false, 100)).isZero();
  }

  @Test
  void whoSharesWithOthersWaitsForTheirTurnsToo() {
    weights.put(quiet(1), 3);
    add(quiet(1), 3_000);
    add(quiet(2), 500);
    next(100);
    now += 20 * MS;
    next(100);

    // 450 rows of its own wait, and three times as many of the others go in between.
    assertThat(queue.expectedWaitNanos(quiet(2), false, 100)).isEqualTo(360 * MS);
  }

  @Test
  void withoutAMeasuredPaceNoWaitIsExpected() {
    add(STORMING, 5_000);

    assertThat(queue.expectedWaitNanos(STORMING, false, 100)).isZero();
  }

  /** Whatever is put in comes out once, in order within each tenant, and nobody starves. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void nothingIsLostAndNobodyStarves(long seed) {
    Random random = new Random(seed);
    int tenants = 2 + random.nextInt(10);
    int mostRows = 4 * tenants + random.nextInt(50); // A row or more in each batch.
    for (int t = 0; t < tenants; t++) {
      weights.put(quiet(t), 1 + random.nextInt(4));
    }
    Map<UUID, List<Submission>> expected = new HashMap<>();
    Map<UUID, Set<Submission>> seen = new HashMap<>();
    int rows = 0;
    int events = 0;
    for (int step = 0; step < 2_000; step++) {
      if (random.nextBoolean()) {
        UUID tenant = quiet(random.nextInt(3) > 0 ? 0 : random.nextInt(tenants));
        Submission submission = add(tenant, 1 + random.nextInt(20));
        events += submission.events().size();
        expected.computeIfAbsent(tenant, t -> new ArrayList<>()).add(submission);
      } else {
        List<UUID> waiting =
            expected.entrySet().stream()
                .filter(e -> e.getValue().stream().anyMatch(s -> !s.isSent()))
                .map(Map.Entry::getKey)
                .toList();
        Batch batch = next(mostRows);
        assertThat(batch.rows()).isLessThanOrEqualTo(mostRows);
        rows += batch.rows();
        assertThat(rowsByTenant(batch).keySet()).containsAll(waiting);
        expected.forEach(
            (tenant, all) ->
                collectSent(all, seen.computeIfAbsent(tenant, t -> new LinkedHashSet<>())));
      }
    }
    while (!queue.isEmpty()) {
      rows += next(mostRows).rows();
    }

    assertThat(rows).isEqualTo(events);
    seen.forEach(
        (tenant, sent) ->
            assertThat(expected.get(tenant))
                .as("in order of arrival")
                .startsWith(sent.toArray(Submission[]::new)));
  }

  private static void collectSent(List<Submission> all, Set<Submission> sent) {
    all.stream().filter(Submission::isSent).forEach(sent::add);
  }
}
