package dev.imas.gateway.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.Await;
import dev.imas.gateway.commit.TestCommitters.Said;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events of one fingerprint end in one state, in whatever order they come, however often each, over
 * however many committers. What is promised, and to whom:
 *
 * <ul>
 *   <li><b>Episodes named by {@code startsAt}</b> (Prometheus, Alertmanager, Grafana, custom with
 *       {@code starts_at}): the newest episode counts; the alert fires in it until a recovery of
 *       that episode was seen, and a recovery beats a firing of the same episode. Any order of any
 *       set of events ends equal.
 *   <li><b>No episode named</b> (Datadog, custom without {@code starts_at}): the newest event by
 *       the sender's time counts, or by the time of receipt where the sender has none; of a firing
 *       and a recovery at the same instant the recovery. Any order ends equal.
 *   <li><b>Severity of a firing alert</b>: the one of the newest firing; of two at the same instant
 *       the more severe. Any order ends equal while the sender's times grow from episode to
 *       episode.
 *   <li>The promise holds for what comes within the reorder window (25 seconds) of the recovery it
 *       competes with. Later, a firing of an old episode is a new firing: Alertmanager fires again
 *       under the old {@code startsAt}.
 *   <li>Equal are status, severity and the episode's start. Not promised: how many episodes and
 *       transitions it took to get there, nor which of equal events was the first, nor anything
 *       about a sender that names its episodes in some events and not in others.
 * </ul>
 */
class EventOrderIT {

  private static TestCommitters committers;

  @BeforeAll
  static void start() {
    committers = new TestCommitters(2, TestCommitters.CONFIG);
  }

  @AfterAll
  static void stop() {
    committers.ledgerBalances();
    committers.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void namedEpisodesEndAlikeInAnyOrderOverTwoCommitters(int seed) {
    endAlikeInAnyOrder("named", seed, EventOrderIT::namedHistory);
  }

  /** Our clock may be behind the senders': their episodes are still in their own order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void episodesThatBeginInOurFutureEndAlikeInAnyOrderOverTwoCommitters(int seed) {
    endAlikeInAnyOrder("ahead", seed, EventOrderIT::historyAhead);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void eventsWithTheirOwnTimesEndAlikeInAnyOrderOverTwoCommitters(int seed) {
    endAlikeInAnyOrder("timed", seed, EventOrderIT::timedHistory);
  }

  @ParameterizedTest
  @ValueSource(longs = {0})
  void historiesNeverTriedBeforeEndAlikeToo(long seed) {
    long chosen = seed == 0 ? ThreadLocalRandom.current().nextLong() : seed;
    endAlikeInAnyOrder("new named", chosen, EventOrderIT::namedHistory);
    endAlikeInAnyOrder("new timed", chosen, EventOrderIT::timedHistory);
  }

  private interface History {
    List<Said> of(Random random, String name);
  }

  private static void endAlikeInAnyOrder(String kind, long seed, History history) {
    Random random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      String name = kind + " " + seed + " " + i;
      List<Said> inOrder = history.of(random, name);
      for (Said said : inOrder) {
        committers.commit(said.named(name + " in order"));
      }

      List<Said> delivered = new ArrayList<>(inOrder);
      for (Said said : inOrder) {
        if (random.nextInt(3) == 0) {
          delivered.add(said);
        }
      }
      Collections.shuffle(delivered, random);
      List<Future<?>> requests = new ArrayList<>();
      for (int at = 0; at < delivered.size(); ) {
        int end = Math.min(delivered.size(), at + 1 + random.nextInt(3));
        requests.add(committers.submit(random.nextInt(2), delivered.subList(at, end)));
        at = end;
      }
      Await.result(Future.all(requests));

      assertThat(committers.state(name))
          .as("seed " + seed + ": " + delivered)
          .isEqualTo(committers.state(name + " in order"));
    }
  }

  /** Some episodes one after the other; the last may still fire. */
  private static List<Said> namedHistory(Random random, String name) {
    List<Said> events = new ArrayList<>();
    long now = -3_600;
    int episodes = 1 + random.nextInt(3);
    for (int e = 0; e < episodes; e++) {
      long starts = now;
      int firings = 1 + random.nextInt(3);
      for (int f = 0; f < firings; f++) {
        events.add(new Said(name, true, starts, now, severity(random)));
        now += 1 + random.nextInt(3);
      }
      if (e < episodes - 1 || random.nextBoolean()) {
        events.add(new Said(name, false, starts, now, severity(random)));
        now += 1 + random.nextInt(3);
      }
    }
    return events;
  }

  /**
   * Episodes that begin in two hours, of one severity: it goes by times of events, and these have
   * none.
   */
  private static List<Said> historyAhead(Random random, String name) {
    return namedHistory(random, name).stream()
        .map(
            said ->
                new Said(
                    said.name(),
                    said.firing(),
                    Objects.requireNonNull(said.startsAt()) + 3 * 3_600,
                    null,
                    Severity.SEV3_MEDIUM))
        .toList();
  }

  /** Firings and recoveries, some at the same instant. */
  private static List<Said> timedHistory(Random random, String name) {
    List<Said> events = new ArrayList<>();
    long now = -3_600;
    int count = 2 + random.nextInt(6);
    for (int e = 0; e < count; e++) {
      events.add(new Said(name, random.nextInt(3) > 0, null, now, severity(random)));
      now += random.nextInt(3);
    }
    return events;
  }

  private static Severity severity(Random random) {
    return Severity.of(1 + random.nextInt(4));
  }
}
