package dev.imas.e2e.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.e2e.RealClients;
import dev.imas.e2e.agreement.AlertStream.Alert;
import dev.imas.e2e.agreement.AlertStream.Change;
import dev.imas.e2e.agreement.IntendedDifference.Facts;
import dev.imas.e2e.agreement.IntendedDifference.Outcome;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Debian's Alertmanager and IMAS, given the same configuration and the same stream of alerts and
 * silences, with time intervals, and both restarted now and then, tell each receiver of each group
 * the same: whether something fires, in which round there was something new, and how many fire
 * then. Where they differ it is an {@link IntendedDifference}, which the round must have brought
 * about.
 *
 * <p>Each round leaves both more than their intervals. {@code -Dimas.agreement.alerts=3000
 * -Dimas.agreement.rounds=60} is the long run.
 */
final class AgreementIT {

  private static final int ALERTS = Integer.getInteger("imas.agreement.alerts", 300);
  private static final int ROUNDS = Integer.getInteger("imas.agreement.rounds", 8);

  /** Longer than every wait and interval of the configuration, one after the other. */
  private static final Duration ROUND = Duration.ofSeconds(3);

  /** Most rounds are over by then. */
  private static final Duration EDGE = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /** IMAS tells a receiver of the beginnings and ends of one incident three times a minute. */
  private static final int TURNS_A_MINUTE = 3;

  private static final Duration MINUTE = Duration.ofSeconds(65);

  private final long seed = Long.getLong("imas.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Vertx vertx = Vertx.vertx();
  private final Path folder = TestPostgres.newFolder();
  private final FakeReceiver receiver = FakeReceiver.start(vertx);
  private final Both both = new Both(folder);
  private final AlertStream stream = new AlertStream(random, ALERTS);
  private final Told told = new Told(receiver, both::group);

  /** By group, the firing alerts of its incident. */
  private final Map<Group, Set<String>> members = new HashMap<>();

  private final Map<Group, Deque<Instant>> turns = new HashMap<>();
  private final Map<IntendedDifference, Integer> differences =
      new EnumMap<>(IntendedDifference.class);
  private int agreed;
  private int calls;

  @AfterEach
  void stop() {
    both.close();
    receiver.close();
    Await.result(vertx.close());
    TestPostgres.delete(folder);
  }

  @Test
  void bothTellTheSameOfTheSameStream() throws IOException, InterruptedException {
    RealClients.need("prometheus-alertmanager");
    both.start(receiver.url("/"));
    both.tellWhatFlaps();

    for (int round = 0; round < ROUNDS; round++) {
      round(round, change(round));
    }

    assertThat(told.unknown).as("seed %d", seed).isEmpty();
    assertThat(calls).as("calls, seed %d", seed).isGreaterThan(ALERTS / 10);
    if (Integer.getInteger("imas.agreement.alerts") != null) {
      System.out.printf(
          "agreement: seed %d, %d alerts, %d rounds, %d notifications and %d messages; groups after"
              + " rounds: %d agree, %d of them with a call, differences %s%n",
          seed, ALERTS, ROUNDS, told.notifications, told.messages, agreed, calls, differences);
    }
  }

  private Change change(int round) {
    if (round % 20 == ROUNDS / 2 % 20) {
      return Change.RESTARTS;
    }
    return switch (round) {
      case 0, 2 -> Change.ALERTS;
      case 1 -> Change.SILENCES;
      default ->
          switch (random.nextInt(5)) {
            case 0 -> Change.SILENCES;
            case 1 -> Change.SOURCES;
            default -> Change.ALERTS;
          };
    };
  }

  private void round(int round, Change change) throws InterruptedException {
    told.begin();
    leaveTheEdges();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    switch (change) {
      case ALERTS -> stream.changeAlerts(now, group -> mayTurn(group, now));
      case SOURCES -> stream.changeSources(now, group -> mayTurn(group, now));
      case SILENCES -> {
        stream.changeSilences();
        both.silence(stream.silences());
      }
      case RESTARTS -> both.restart();
    }
    both.post(stream.known());
    Map<Group, Facts> facts = facts(now);
    Instant posted = Instant.now();
    List<String> wrong =
        Await.until(
            "both to tell what they should",
            PATIENCE.multipliedBy(2),
            () -> {
              told.read();
              boolean isLate = posted.plus(PATIENCE).isBefore(Instant.now());
              List<String> otherwise = otherwise(facts);
              boolean isEarly = posted.plus(ROUND).isAfter(Instant.now());
              return isEarly || !otherwise.isEmpty() && !isLate ? WAIT : otherwise;
            },
            found -> found != WAIT);
    assertThat(wrong).as("seed %d, round %d, %s", seed, round, change).isEmpty();
    count(facts, now);
  }

  /** A round is not begun shortly before the time interval by the clock begins or ends. */
  private static void leaveTheEdges() {
    for (Instant edge : List.of(Configuration.MUTES_FROM, Configuration.MUTES_UNTIL)) {
      if (Instant.now().isAfter(edge.minus(EDGE)) && Instant.now().isBefore(edge)) {
        Await.until("the interval to turn", EDGE.multipliedBy(2), Instant::now, edge::isBefore);
      }
    }
  }

  private static final List<String> WAIT = new ArrayList<>();

  private boolean mayTurn(Group group, Instant now) {
    Deque<Instant> times = turns.getOrDefault(group, new ArrayDeque<>());
    return times.stream().filter(at -> at.plus(MINUTE).isAfter(now)).count() < TURNS_A_MINUTE;
  }

  private Map<Group, Facts> facts(Instant at) {
    Map<Group, Facts> facts = new HashMap<>();
    stream
        .groups()
        .forEach(
            (group, alerts) -> {
              Set<String> fires = new HashSet<>();
              Set<String> shown = new HashSet<>();
              boolean isAnyShown = false;
              for (Alert alert : alerts) {
                boolean isMuted = stream.isMuted(alert, at);
                isAnyShown |= !isMuted;
                if (alert.fires()) {
                  String labels = new TreeMap<>(alert.labels).toString();
                  fires.add(labels);
                  if (!isMuted) {
                    shown.add(labels);
                  }
                }
              }
              facts.put(group, new Facts(fires, shown, isAnyShown));
            });
    return facts;
  }

  /** What one of them tells otherwise than it should. */
  private List<String> otherwise(Map<Group, Facts> facts) {
    List<String> wrong = new ArrayList<>();
    Set<Group> strange = new HashSet<>(told.groups());
    strange.removeAll(facts.keySet());
    strange.forEach(group -> wrong.add("nothing of " + group + " was posted"));
    facts.forEach(
        (group, now) -> {
          Set<String> toldBefore = told.before(group);
          Set<String> in = members.getOrDefault(group, Set.of());
          compare(
              wrong,
              "Alertmanager of " + group,
              IntendedDifference.alertmanager(now, toldBefore),
              told.ofAlertmanager(group),
              now.shown().size(),
              told.firingOfAlertmanager(group),
              now + ", told before " + toldBefore);
          compare(
              wrong,
              "IMAS of " + group,
              IntendedDifference.imas(now, in),
              told.ofImas(group),
              IntendedDifference.joined(now, in).size(),
              told.firingOfImas(group),
              now + ", in the incident " + in);
        });
    return wrong;
  }

  /**
   * @param firing how many alerts fire, of which the last message must tell where there was one
   */
  private static void compare(
      List<String> wrong,
      String what,
      Outcome wanted,
      Outcome is,
      int firing,
      int toldFiring,
      String why) {
    if (!wanted.equals(is)) {
      wrong.add(what + " should be " + wanted + " and is " + is + ": " + why);
    } else if (wanted.isCalled() && firing != toldFiring) {
      wrong.add(what + " tells of " + toldFiring + " instead of " + firing + ": " + why);
    }
  }

  private void count(Map<Group, Facts> facts, Instant at) {
    facts.forEach(
        (group, now) -> {
          Set<String> in = members.getOrDefault(group, Set.of());
          Outcome alertmanager = told.ofAlertmanager(group);
          Outcome imas = told.ofImas(group);
          IntendedDifference difference = IntendedDifference.between(alertmanager, imas);
          if (difference == null) {
            agreed++;
            calls += imas.isCalled() ? 1 : 0;
          } else {
            differences.merge(difference, 1, Integer::sum);
          }
          Set<String> joined = IntendedDifference.joined(now, in);
          if (joined.isEmpty() != in.isEmpty()) {
            turns.computeIfAbsent(group, any -> new ArrayDeque<>()).add(at);
          }
          members.put(group, joined);
        });
  }

  @Test
  void eachIntendedDifferenceIsALineOfTheDocs() throws IOException {
    String page = Files.readString(Path.of("../docs/import.md")).replaceAll("\\s+", " ");
    for (IntendedDifference difference : IntendedDifference.values()) {
      assertThat(page).contains("| " + difference.line);
    }
  }
}
